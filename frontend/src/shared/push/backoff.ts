const FIRST_MS = 500;
const MOST_MS = 30_000;

/**
 * How long to wait before the next attempt, in milliseconds, after `failures` (1 or more) in a row. It doubles up to
 * 30 s, and between half and all of it is drawn by `random` (0 to 1), so that many pages do not return as one.
 */
export function backoff(failures: number, random: () => number): number {
  const whole = Math.min(MOST_MS, FIRST_MS * 2 ** (failures - 1));
  return whole * (0.5 + random() / 2);
}
