/** Which part of the bars a range shows. */

import type { Bar } from "./rows";
import type { Range } from "@/shared/market/types";

const RANGE_SECONDS: Readonly<Record<Range, number>> = { "1h": 3_600, "6h": 21_600, "24h": 86_400 };
/** Fewer bars than this would be drawn as wide as boards. */
const LEAST_BARS = 40;
/** Free bars right of the newest one. */
const MARGIN = 2;
/** What is seen beyond a bar that was scrolled to. */
const NEIGHBOURS = 5;

/** A span of bar positions, fractions allowed, as the chart library takes it. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The position of the first bar within `range` of the newest; 0 without bars. */
export function firstWithin(bars: readonly Bar[], range: Range): number {
  const start = (bars.at(-1)?.time ?? 0) - RANGE_SECONDS[range];
  const index = bars.findIndex((bar) => bar.time > start);
  return Math.max(index, 0);
}

/** What to show of `bars`: the range that ends with the newest bar, whenever that was. */
export function visibleSpan(bars: readonly Bar[], range: Range): Span {
  const from = Math.min(firstWithin(bars, range), bars.length - LEAST_BARS);
  return { from: from - 1, to: bars.length - 0.5 + MARGIN };
}

/** By how many bars `shown` must move to bring the bar at `index` into sight, with its neighbours; 0 if it is. */
export function shiftToShow(index: number, shown: Span, count: number): number {
  if (index < shown.from) return Math.max(-1, index - NEIGHBOURS) - shown.from;
  if (index > shown.to) return Math.min(count - 1 + MARGIN, index + NEIGHBOURS) - shown.to;
  return 0;
}
