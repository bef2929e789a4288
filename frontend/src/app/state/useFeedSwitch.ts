import { useCallback } from "react";

import { LIVE } from "@/shared/market/feeds";
import { useFeeds } from "@/shared/market/hooks";
import { useMarket } from "@/shared/market/MarketContext";
import { useFeedsLoading } from "@/shared/market/queries";

import { useFollowing } from "./useFollowing";

import type { View } from "./view";
import type { Feed } from "@/shared/api/types";
import type { Loading } from "@/shared/market/queries";

interface FeedSwitch {
  /** The feed that is shown. */
  readonly shown: string;
  readonly feeds: readonly Feed[];
  readonly loading: Loading;
  /** Shows another feed, from its list of symbols on. */
  readonly choose: (feed: string) => void;
}

/** Which feeds there are, which is shown, and how to show another; a replay that begins is shown by itself. */
export function useFeedSwitch(view: View, go: (change: Partial<View>) => void): FeedSwitch {
  const { feed: shown } = useMarket().store;
  const feeds = useFeeds();
  const loading = useFeedsLoading();
  const choose = useCallback(
    (feed: string) => {
      go({ feed: feedInView(feed), symbol: null, anomaly: null, panel: null });
    },
    [go],
  );
  const { symbol } = view;
  const follow = useCallback(
    ({ feed, symbols }: Feed) => {
      go({ feed: feedInView(feed), symbol: symbol !== null && symbols.includes(symbol) ? symbol : null });
    },
    [go, symbol],
  );
  useFollowing({ feeds, isComplete: loading.state === "ready", shown, show: follow });
  return { shown, feeds, loading, choose };
}

/** How the view names a feed: the live market needs no name. */
export function feedInView(feed: string): string | null {
  return feed === LIVE ? null : feed;
}
