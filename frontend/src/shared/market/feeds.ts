/** Feeds: the live market and each replay by itself. What is a state is shown of one feed, what happens of all. */

import type { Feed } from "@/shared/api/types";

/** The feed of what is quoted now. Every other one is a replay. */
export const LIVE = "live";

export function isReplay(feed: string): boolean {
  return feed !== LIVE;
}

/** A replay's recording: `flash-crash` of `flash-crash.ab12`. A run has no dot, a recording's name may have some. */
export function fixtureOf(feed: string): string {
  const dot = feed.lastIndexOf(".");
  return dot === -1 ? feed : feed.slice(0, dot);
}

/** A replay's run: `ab12` of `flash-crash.ab12`. */
export function runOf(feed: string): string {
  return feed.slice(feed.lastIndexOf(".") + 1);
}

/** Feeds, the newest first, with those that arrived; of two about one feed the one that counts more events stands. */
export function mergeFeeds(known: readonly Feed[], arrived: readonly Feed[]): readonly Feed[] {
  const byName = new Map(known.map((feed) => [feed.feed, feed]));
  let isChanged = false;
  for (const feed of arrived) {
    const before = byName.get(feed.feed);
    if (before && !tellsMore(feed, before)) continue;
    byName.set(feed.feed, feed);
    isChanged = true;
  }
  return isChanged ? [...byName.values()].sort(newestFirst) : known;
}

function tellsMore(arrived: Feed, known: Feed): boolean {
  return (
    arrived.events > known.events ||
    arrived.newest_at > known.newest_at ||
    arrived.symbols.length > known.symbols.length
  );
}

function newestFirst(one: Feed, other: Feed): number {
  if (one.started_at !== other.started_at) return one.started_at > other.started_at ? -1 : 1;
  return one.feed < other.feed ? -1 : 1;
}
