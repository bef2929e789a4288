/** Where a key takes the chart's cursor. */

import type { Bar } from "./rows";

const PAGE = 30;

export interface CursorKey {
  readonly key: string;
  readonly shiftKey: boolean;
}

/**
 * The time of the bar the cursor moves to, or undefined for a key that does not move it. Left and right go bar by
 * bar, with shift to the next bar in `marked`; page keys by half hours of bars; Home and End to the ends. The first
 * press enters at the newest bar.
 */
export function moveCursor(
  bars: readonly Bar[],
  marked: ReadonlySet<number>,
  cursor: number | null,
  { key, shiftKey }: CursorKey,
): number | undefined {
  const last = bars.length - 1;
  const found = bars.findLastIndex((bar) => bar.time <= (cursor ?? Infinity));
  const step = STEPS[key];
  if (step === undefined || last < 0) return undefined;
  if (Math.abs(step) === Infinity) return bars[step > 0 ? last : 0]?.time;
  if (shiftKey && Math.abs(step) === 1) return nextMarked(bars, marked, cursor === null ? last + 1 : found, step);
  if (cursor === null) return bars[last]?.time;
  return bars[Math.min(last, Math.max(0, found + step))]?.time;
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  PageUp: -PAGE,
  PageDown: PAGE,
  Home: -Infinity,
  End: Infinity,
};

/** The next marked bar in that direction; where the cursor is if there is none. */
function nextMarked(bars: readonly Bar[], marked: ReadonlySet<number>, from: number, step: number): number | undefined {
  for (let index = from + step; index >= 0 && index < bars.length; index += step) {
    const time = bars[index]?.time;
    if (time !== undefined && marked.has(time)) return time;
  }
  return bars[Math.min(from, bars.length - 1)]?.time;
}
