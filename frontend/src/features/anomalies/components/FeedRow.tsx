import { memo } from "react";

import { formatPrice, formatSignedPercent } from "@/shared/format";
import { findingOf, scoreName } from "@/shared/market/finding";
import { Age, minuteTime } from "@/shared/time";

import { decimalsOf } from "../domain/digits";
import { ROW_HEIGHT } from "../domain/window";
import { directionMark, replayOf } from "../domain/words";
import { SeverityBadge } from "./SeverityBadge";

import type { Anomaly } from "@/shared/api/types";
import type { ReactElement } from "react";

/** As text, not as a coloured picture. */
const ENVELOPE = "\u2709\uFE0E";

interface Props {
  readonly anomaly: Anomaly;
  readonly position: number;
  readonly count: number;
  readonly isOpen: boolean;
  /** Whether Tab stops here: one row of the list does. */
  readonly isTabStop: boolean;
  readonly onOpen: (finding: string) => void;
}

/** One anomaly in two lines. It is placed by its position, so that rows out of sight need not exist. */
export const FeedRow = memo(function FeedRow(props: Props): ReactElement {
  const { anomaly, position, count, isOpen, isTabStop, onOpen } = props;
  const fixture = replayOf(anomaly);
  const finding = findingOf(anomaly);
  return (
    <li
      aria-posinset={position + 1}
      aria-setsize={count}
      className="absolute inset-x-0 top-0"
      // Not `top`: that a newer row takes its place is no shift of the layout, and costs none.
      style={{ transform: `translateY(${position * ROW_HEIGHT}px)`, height: ROW_HEIGHT }}
    >
      <button
        type="button"
        data-event-id={anomaly.event_id}
        data-finding={finding}
        tabIndex={isTabStop ? 0 : -1}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => {
          onOpen(finding);
        }}
        className="num flex h-full w-full flex-col justify-center gap-0.5 border-b border-hairline px-3 text-left text-xs outline-offset-[-2px] hover:bg-raised aria-expanded:bg-raised"
      >
        <span className="flex w-full items-center gap-1.5">
          <span
            className={`w-14 shrink-0 whitespace-nowrap ${anomaly.direction === "SPIKE" ? "text-up" : "text-down"}`}
          >
            {directionMark(anomaly.direction)} {anomaly.direction}
          </span>
          <span className="min-w-12 font-semibold text-text">{anomaly.symbol}</span>
          <SeverityBadge severity={anomaly.severity} />
          {anomaly.alerted && (
            <span role="img" aria-label="e-mailed" title="E-mailed" className="text-muted">
              {ENVELOPE}
            </span>
          )}
          <span className="ml-auto text-text">{formatPrice(anomaly.current_price, decimalsOf(anomaly))} </span>
        </span>
        <span className="flex w-full items-baseline gap-2 text-muted">
          <span className="whitespace-nowrap">
            {minuteTime(anomaly.detected_at)} · <Age at={anomaly.detected_at} isShort />
          </span>
          {fixture === null ? (
            <span>live</span>
          ) : (
            <span className="truncate" title={`Of the replay ${anomaly.feed}`}>
              ↻ {fixture}
            </span>
          )}
          <span className="ml-auto whitespace-nowrap">
            {scoreName(anomaly)} {signed(anomaly.z_score)} · {formatSignedPercent(anomaly.deviation_percent)}
          </span>
        </span>
      </button>
    </li>
  );
});

function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(1)}`;
}
