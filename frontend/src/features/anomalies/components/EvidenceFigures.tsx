import { formatFigure, formatPrice, formatSigned, formatSignedPercent } from "@/shared/format";
import { Age, localTime, newYorkClock } from "@/shared/time";

import { checkAnomaly } from "../domain/check";
import { fateMark, fateText, overText, replayOf } from "../domain/words";

import type { Anomaly } from "@/shared/api/types";
import type { ReactElement, ReactNode } from "react";

interface Props {
  readonly anomaly: Anomaly;
  readonly decimals: number;
}

/** The figures behind the verdict, checked again in the browser. */
export function EvidenceFigures({ anomaly, decimals }: Props): ReactElement {
  const check = checkAnomaly(anomaly);
  const fixture = replayOf(anomaly);
  const over = overText(anomaly);
  const at = Date.parse(anomaly.detected_at);
  return (
    <table className="num w-full text-xs">
      <tbody>
        <Figure name="price" value={formatPrice(anomaly.current_price, decimals)}>
          {formatSignedPercent(anomaly.deviation_percent)} {over ?? "from the mean"}
        </Figure>
        {over === null ? (
          <>
            <Figure name="mean" value={formatFigure(anomaly.mean_price)}>
              of the {anomaly.window.length} prices before
            </Figure>
            <Figure name="s" value={formatFigure(anomaly.stdev)}>
              {check?.floored
                ? "the floor, 0.0001 × mean: the window is flatter than that"
                : "sample standard deviation of those prices"}
            </Figure>
          </>
        ) : (
          <>
            <Figure name="from" value={formatFigure(anomaly.mean_price)}>
              the price that the move began at
            </Figure>
            <Figure name="s" value={formatFigure(anomaly.stdev)}>
              how far it usually moves {over}, at this hour
            </Figure>
          </>
        )}
        <Figure name="z" value={formatSigned(anomaly.z_score)}>
          {over === null ? "(price − mean) / s" : "the move / s"} · beyond {limitText(anomaly.threshold)} an anomaly,
          beyond {limitText(anomaly.high_threshold)} HIGH
        </Figure>
        {check && (
          <Figure name="check" value={check.agrees ? "✓ agrees" : "✗ differs"}>
            {check.of}: {formatSigned(check.value)}
          </Figure>
        )}
        <Figure name="alert" value={fateMark(anomaly)}>
          {fateText(anomaly)}
        </Figure>
        <Figure name="time" value={localTime(at)}>
          {newYorkClock(at)} New York · <Age at={anomaly.detected_at} />
        </Figure>
        <Figure name="feed" value={fixture === null ? "live" : "replay"}>
          {fixture === null ? anomaly.source : anomaly.feed} · detector {anomaly.detector}
        </Figure>
      </tbody>
    </table>
  );
}

/** A limit with two decimals at most: 2.5, 3.22. */
function limitText(limit: number): string {
  return String(Number(limit.toFixed(2)));
}

interface FigureProps {
  readonly name: string;
  readonly value: string;
  readonly children: ReactNode;
}

function Figure({ name, value, children }: FigureProps): ReactElement {
  return (
    <tr className="border-b border-hairline align-baseline">
      <th scope="row" className="w-14 py-1 pr-3 text-left font-normal text-muted">
        {name}
      </th>
      <td className="w-24 py-1 pr-4 text-right whitespace-nowrap text-text">{value}</td>
      <td className="py-1 text-muted">{children}</td>
    </tr>
  );
}
