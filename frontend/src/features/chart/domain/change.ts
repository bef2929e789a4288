/** What must be told to the chart when candles change: most often one bar, seldom everything. */

import { indexOfTime } from "./rows";

import type { Bar, Row } from "./rows";

/** Bars that fell out of the range stay drawn until so many have gathered; then the series is set anew. */
export const MAX_KEPT = 120;
/** More changed rows than this are cheaper to set than to update one by one. */
export const MAX_UPDATES = 64;

export type Change =
  { readonly kind: "none" } | { readonly kind: "update"; readonly rows: readonly Row[] } | { readonly kind: "replace" };

/**
 * The bars to hold next: `next`, led by those of `held` that only left the range because time went on.
 * Keeping them lets a sliding range cost one update a minute instead of a new series.
 */
export function keepEarlier(held: readonly Bar[], next: readonly Bar[]): readonly Bar[] {
  const first = next[0];
  if (!first) return next;
  const kept = indexOfTime(held, first.time);
  if (kept <= 0 || kept > MAX_KEPT) return next;
  return [...held.slice(0, kept), ...next];
}

/** How to get from the rows drawn to the rows wanted. Updates come oldest first. */
export function changeBetween(drawn: readonly Row[], wanted: readonly Row[]): Change {
  if (drawn.length === 0 || wanted.length < drawn.length) return { kind: "replace" };
  const changed: Row[] = [];
  for (const [index, row] of wanted.entries()) {
    const before = drawn[index];
    // The library updates earlier items only where there is one: a band that comes or goes takes a new series.
    if (before && (before.time !== row.time || (before.band === null) !== (row.band === null))) {
      return { kind: "replace" };
    }
    if (!before || !isSame(before, row)) changed.push(row);
    if (changed.length > MAX_UPDATES) return { kind: "replace" };
  }
  return changed.length === 0 ? { kind: "none" } : { kind: "update", rows: changed };
}

function isSame(left: Row, right: Row): boolean {
  if (left === right) return true;
  return (
    left.close === right.close &&
    left.volume === right.volume &&
    left.high === right.high &&
    left.low === right.low &&
    left.open === right.open &&
    left.band?.z === right.band?.z &&
    left.band?.upper === right.band?.upper &&
    left.band?.lower === right.band?.lower
  );
}
