/**
 * The detector's measure, for what the page draws from prices it holds:
 * s = max(sample stdev, 0.0001 * |mean|), z = (price - mean) / s.
 */

export const WINDOW_SIZE = 30;
export const MEDIUM_LIMIT = 2.5;
export const HIGH_LIMIT = 3.5;
export const STDEV_FLOOR_OF_MEAN = 0.0001;

/** How a window of prices spreads, in price units. `s` is what the detector divides by. */
export interface Spread {
  readonly mean: number;
  readonly sampleStdev: number;
  readonly s: number;
}

/** The spread of at least two prices above zero. */
export function spreadOf(window: readonly number[]): Spread {
  return spreadBetween(window, 0, window.length);
}

/** The spread of `values[from]` up to, not including, `values[to]`, without a copy: at least two prices. */
export function spreadBetween(values: readonly number[], from: number, to: number): Spread {
  const count = to - from;
  let total = 0;
  for (let index = from; index < to; index += 1) total += values[index] ?? 0;
  const mean = total / count;
  let squares = 0;
  for (let index = from; index < to; index += 1) squares += ((values[index] ?? 0) - mean) ** 2;
  const sampleStdev = Math.sqrt(squares / (count - 1));
  return { mean, sampleStdev, s: Math.max(sampleStdev, STDEV_FLOOR_OF_MEAN * Math.abs(mean)) };
}

/** How many s a price lies from the mean; negative below it. */
export function zScore(price: number, spread: Spread): number {
  return (price - spread.mean) / spread.s;
}
