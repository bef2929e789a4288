import { useEffect, useRef } from "react";

import { isReplay } from "@/shared/market/feeds";

import type { Feed } from "@/shared/api/types";

interface Options {
  /** Every feed known, the one that began last first. */
  readonly feeds: readonly Feed[];
  /** Whether it is known which feeds there were when the page was opened: what comes after that has just begun. */
  readonly isComplete: boolean;
  /** The feed that is shown. */
  readonly shown: string;
  readonly show: (feed: Feed) => void;
}

/**
 * Shows a replay when it begins, to those who look at the live market or at a replay that was shown to them like this.
 * Who chose a replay keeps it, and who went back to the live market stays there until the next one begins.
 */
export function useFollowing({ feeds, isComplete, shown, show }: Options): void {
  const seen = useRef<Set<string> | null>(null);
  const followed = useRef<string | null>(null);
  useEffect(() => {
    if (!isComplete) return;
    const before = seen.current;
    seen.current = new Set(feeds.map(({ feed }) => feed));
    const begun = before && feeds.find(({ feed }) => isReplay(feed) && !before.has(feed));
    if (!begun || (isReplay(shown) && shown !== followed.current)) return;
    followed.current = begun.feed;
    show(begun);
  }, [feeds, isComplete, shown, show]);
}
