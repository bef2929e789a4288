/** What is asked of the API, and how often. Answers go into the store, where they meet what is pushed. */

import { useQuery } from "@tanstack/react-query";

import { isReplay } from "./feeds";
import { useLinkStatus } from "./hooks";
import { useMarket } from "./MarketContext";

import type { LoadState } from "./types";
import type { Config } from "@/shared/api/config";
import type { Stats } from "@/shared/api/types";

/** A request as the page shows it. Data from before stays in the store, so `error` says only that it is not renewed. */
export interface Loading {
  readonly state: LoadState;
  readonly error: string | null;
  readonly retry: () => void;
}

/** A push is best effort: while live, everything is asked for again now and then. */
const RECONCILE_MS = 5 * 60_000;
const STATS_MS = 30_000;
/** As many as the API gives at once. */
const CHART_CANDLES = 500;
const SPARK_CANDLES = 60;
const FEED_ANOMALIES = 100;
/** All that the API would give: for an event that somebody shared and that is no longer among the newest. */
const ALL_ANOMALIES = 500;

export function usePricesLoading(): Loading {
  const { client, store, generation } = useMarket();
  return useLoading(["prices", store.feed, generation], async (signal) => {
    const { prices } = await client.prices(store.feed, signal);
    store.addPrices(Object.values(prices));
  });
}

/** The last 24 hours of one symbol, as far back as one answer reaches. */
export function useChartLoading(symbol: string): Loading {
  return useCandlesLoading(symbol, CHART_CANDLES, true);
}

/** The last hour of one symbol that had trades, if `isWanted`. */
export function useSparkLoading(symbol: string, isWanted: boolean): Loading {
  return useCandlesLoading(symbol, SPARK_CANDLES, isWanted);
}

/** Which feeds there are; while a replay is shown its count of events is kept current. */
export function useFeedsLoading(): Loading {
  const { client, happenings, store } = useMarket();
  return useLoading(
    ["feeds"],
    async (signal) => {
      const { feeds } = await client.feeds(signal);
      happenings.addFeeds(feeds);
    },
    { refetchMs: isReplay(store.feed) ? STATS_MS : RECONCILE_MS },
  );
}

/** The newest of all feeds. */
export function useAnomaliesLoading(): Loading {
  return useAnomaliesUpTo(FEED_ANOMALIES, true);
}

/** Everything the API holds of anomalies, if `isWanted`. */
export function useAllAnomaliesLoading(isWanted: boolean): Loading {
  return useAnomaliesUpTo(ALL_ANOMALIES, isWanted);
}

/** The feed's figures, counted by the API. */
export function useStats(): Loading & { readonly stats: Stats | null } {
  const { client, store, generation } = useMarket();
  const query = useQuery({
    queryKey: ["stats", store.feed, generation],
    queryFn: ({ signal }) => client.stats(store.feed, signal),
    refetchInterval: STATS_MS,
  });
  return { ...loadingOf(query), stats: query.data ?? null };
}

function useCandlesLoading(symbol: string, limit: number, isWanted: boolean): Loading {
  const { client, store, generation } = useMarket();
  return useLoading(
    ["candles", store.feed, generation, symbol, limit],
    async (signal) => {
      const { candles } = await client.candles(store.feed, symbol, limit, signal);
      store.addCandles(candles);
    },
    { enabled: isWanted },
  );
}

function useAnomaliesUpTo(limit: number, isWanted: boolean): Loading {
  const { client, happenings } = useMarket();
  return useLoading(
    ["anomalies", limit],
    async (signal) => {
      const { anomalies } = await client.anomalies(limit, signal);
      happenings.addAnomalies(anomalies);
    },
    { enabled: isWanted },
  );
}

/** How often a page asks that nothing is pushed to: as often as quotes are due, and for replays each minute. */
export function pollSeconds({ intervalSeconds }: Pick<Config, "intervalSeconds">): number {
  return Math.min(intervalSeconds, 60);
}

interface LoadOptions {
  readonly enabled?: boolean;
  /** How often it is asked for again while data is pushed. */
  readonly refetchMs?: number;
}

function useLoading(
  key: readonly unknown[],
  load: (signal: AbortSignal) => Promise<void>,
  { enabled = true, refetchMs = RECONCILE_MS }: LoadOptions = {},
): Loading {
  const { config } = useMarket();
  const isPolling = useLinkStatus() === "polling";
  const query = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => {
      await load(signal);
      return true; // what was loaded lies in the store
    },
    enabled,
    refetchInterval: isPolling ? pollSeconds(config) * 1000 : refetchMs,
  });
  return loadingOf(query);
}

interface QueryView {
  readonly status: "pending" | "error" | "success";
  readonly error: Error | null;
  readonly refetch: () => Promise<unknown>;
}

const STATES = { pending: "loading", error: "error", success: "ready" } as const;

function loadingOf(query: QueryView): Loading {
  return {
    state: STATES[query.status],
    error: query.error?.message ?? null,
    retry: () => {
      void query.refetch();
    },
  };
}
