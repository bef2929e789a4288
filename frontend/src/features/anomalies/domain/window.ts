/** Which rows of a long list of equal rows to render: those in sight, and a few around them. */

export const ROW_HEIGHT = 52;
const OVERSCAN = 6;

/** Row positions: from `first` up to, not including, `end`. */
export interface RowWindow {
  readonly first: number;
  readonly end: number;
}

/** The rows in a viewport of `height` pixels scrolled down by `scrollTop`. */
export function rowsInSight(count: number, scrollTop: number, height: number): RowWindow {
  const first = Math.max(0, Math.floor(scrollTop / ROW_HEIGHT) - OVERSCAN);
  const end = Math.min(count, Math.ceil((scrollTop + height) / ROW_HEIGHT) + OVERSCAN);
  return { first: Math.min(first, end), end };
}

/** The scroll position that brings a row into sight with the least movement. */
export function scrollToRow(row: number, scrollTop: number, height: number): number {
  const top = row * ROW_HEIGHT;
  if (top < scrollTop) return top;
  return Math.max(scrollTop, top + ROW_HEIGHT - height);
}

/**
 * The scroll position after `shift` rows came in on top: at the top it stays there to show them, further down the
 * rows being read stay where they are.
 */
export function scrollAfterShift(scrollTop: number, shift: number): number {
  return scrollTop === 0 ? 0 : Math.max(0, scrollTop + shift * ROW_HEIGHT);
}
