import { formatPrice, formatSignedPercent, formatVolume } from "@/shared/format";
import { minuteTime, newYorkTime } from "@/shared/time";

import type { Row } from "../domain/rows";
import type { ReactElement } from "react";

interface Props {
  /** The minute under the crosshair, or the newest one; null without candles. */
  readonly row: Row | null;
  readonly decimals: number;
}

/** Time, open, high, low, close, volume and z of one minute. Its height never changes. */
export function Legend({ row, decimals }: Props): ReactElement {
  return (
    <dl className="num flex min-w-0 flex-wrap items-baseline gap-x-3 text-xs leading-4 text-muted" data-testid="legend">
      {row && <LegendFigures row={row} decimals={decimals} />}
    </dl>
  );
}

function LegendFigures({ row, decimals }: { readonly row: Row; readonly decimals: number }): ReactElement {
  const milliseconds = row.time * 1000;
  return (
    <>
      <div title={`${newYorkTime(milliseconds)} New York`}>
        <dt className="sr-only">Minute</dt>
        <dd className="text-text">{minuteTime(milliseconds)}</dd>
      </div>
      <Figure name="O" title="Open" value={formatPrice(row.open, decimals)} />
      <Figure name="H" title="High" value={formatPrice(row.high, decimals)} />
      <Figure name="L" title="Low" value={formatPrice(row.low, decimals)} />
      <Figure name="C" title="Close" value={formatPrice(row.close, decimals)} />
      <Figure name="V" title="Volume" value={formatVolume(row.volume)} className="min-w-9" />
      <div title="From open to close">
        <dt className="sr-only">Change</dt>
        {/* As wide as it gets, so that what follows stays where it is. */}
        <dd className={`min-w-18 ${changeColor(row)}`}>
          {changeMark(row)} {formatSignedPercent(100 * (row.close / row.open - 1))}
        </dd>
      </div>
      <Figure
        name="z"
        title="How many s the close lies from the mean of the 30 closes before; beyond 2.5 is unusual. From candles: the detector scores every price."
        value={row.band ? signed(row.band.z) : "–"}
      />
    </>
  );
}

interface FigureProps {
  readonly name: string;
  readonly title: string;
  readonly value: string;
  readonly className?: string;
}

function Figure({ name, title, value, className = "" }: FigureProps): ReactElement {
  return (
    <div className="flex gap-1" title={title}>
      <dt>
        <abbr title={title} className="no-underline">
          {name}
        </abbr>
      </dt>
      <dd className={`text-text ${className}`}>{value}</dd>
    </div>
  );
}

function changeMark(row: Row): string {
  if (row.close === row.open) return "=";
  return row.close < row.open ? "▼" : "▲";
}

function changeColor(row: Row): string {
  if (row.close === row.open) return "text-muted";
  return row.close < row.open ? "text-down" : "text-up";
}

function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(1)}`;
}
