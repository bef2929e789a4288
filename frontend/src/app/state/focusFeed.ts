/** Puts the focus on the feed's row that Tab would stop at, or on the feed while it has none. False if it is hidden. */
export function focusFeed(feed: HTMLElement | null): boolean {
  if (!feed?.checkVisibility()) return false;
  const row = feed.querySelector<HTMLElement>('[data-event-id][tabindex="0"]');
  (row ?? feed).focus();
  return true;
}
