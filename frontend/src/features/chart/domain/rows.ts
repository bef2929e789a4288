/** What the chart draws, minute by minute: the candle, and the band that the closes before it span. */

import { MEDIUM_LIMIT, WINDOW_SIZE, spreadBetween, zScore } from "@/shared/market/zscore";

import type { Candle } from "@/shared/api/types";

/** The candle of one minute; `time` in whole seconds since 1970, as the chart library counts. */
export interface Bar {
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** mean ± 2.5 s of the 30 closes before, and how many s this close lies from that mean. */
export interface Band {
  readonly mean: number;
  readonly upper: number;
  readonly lower: number;
  readonly z: number;
}

/** A bar and its band; null for the first 30 bars, which have too few before them. */
export interface Row extends Bar {
  readonly band: Band | null;
}

/** Candles, oldest first, as bars in strictly rising time: of two for one minute the later in the list stands. */
export function toBars(candles: readonly Candle[]): Bar[] {
  const bars: Bar[] = [];
  for (const candle of candles) {
    const bar = toBar(candle);
    while (bars.length > 0 && (bars.at(-1)?.time ?? 0) >= bar.time) bars.pop();
    bars.push(bar);
  }
  return bars;
}

/** The same candle gives the same bar, so that fifty ticks a second cost fifty bars and not fifty histories. */
const barOf = new WeakMap<Candle, Bar>();

function toBar(candle: Candle): Bar {
  const known = barOf.get(candle);
  if (known) return known;
  const { open, high, low, close, volume } = candle;
  const bar = { time: toSeconds(candle.candle_timestamp), open, high, low, close, volume };
  barOf.set(candle, bar);
  return bar;
}

/** ISO text as whole seconds since 1970. */
export function toSeconds(timestamp: string): number {
  return Math.floor(Date.parse(timestamp) / 1000);
}

/** Bars and the rows they became. */
export interface Worked {
  readonly bars: readonly Bar[];
  readonly rows: readonly Row[];
}

/** Each bar with the band of the closes before it; rows of `before` stand again up to the first other bar. */
export function withBands(bars: readonly Bar[], before: Worked = { bars: [], rows: [] }): Row[] {
  const other = bars.findIndex((bar, index) => bar !== before.bars[index]);
  const rows = before.rows.slice(0, other === -1 ? bars.length : other);
  const closes = bars.map((bar) => bar.close);
  for (const bar of bars.slice(rows.length)) rows.push({ ...bar, band: bandBefore(closes, rows.length) });
  return rows;
}

/** The bar at a position with its band; null if there is none. */
export function rowAt(bars: readonly Bar[], index: number): Row | null {
  const bar = bars[index];
  if (!bar) return null;
  const closes = bars.slice(Math.max(0, index - WINDOW_SIZE), index + 1).map(({ close }) => close);
  return { ...bar, band: bandBefore(closes, closes.length - 1) };
}

function bandBefore(closes: readonly number[], index: number): Band | null {
  if (index < WINDOW_SIZE) return null;
  const spread = spreadBetween(closes, index - WINDOW_SIZE, index);
  const reach = MEDIUM_LIMIT * spread.s;
  return {
    mean: spread.mean,
    upper: spread.mean + reach,
    lower: spread.mean - reach,
    z: zScore(closes[index] ?? spread.mean, spread),
  };
}

/** The position of the row of that very minute, by bisection; -1 if there is none. */
export function indexOfTime(rows: readonly Bar[], time: number): number {
  let low = 0;
  let high = rows.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = rows[middle]?.time ?? 0;
    if (found === time) return middle;
    if (found < time) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
