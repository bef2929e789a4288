import { QueryClient, QueryClientProvider, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useLayoutEffect, useMemo, useState } from "react";

import { loadConfig } from "@/shared/api/config";
import { LIVE } from "@/shared/market/feeds";
import { MarketContext } from "@/shared/market/MarketContext";

import { Dashboard } from "./Dashboard";
import { ErrorBoundary } from "./ErrorBoundary";
import { Opening } from "./layout/Opening";
import { loadChartCode } from "./parts/ChartColumn";
import { Markets, browser } from "./state/createMarket";
import { resync } from "./state/resync";
import { useView } from "./state/useView";

import type { Browser } from "./state/createMarket";
import type { Config } from "@/shared/api/config";
import type { ReactElement } from "react";

const FRESH_MS = 30_000;
const RETRY_MS = 1_000;

/** Requests go out even when the browser believes itself offline: the API may lie on this very machine. */
function createQueryClient(): QueryClient {
  const queries = { networkMode: "always", staleTime: FRESH_MS, retry: 1, retryDelay: RETRY_MS } as const;
  return new QueryClient({ defaultOptions: { queries } });
}

/** The whole page. */
export function App({ parts = browser }: { readonly parts?: Browser }): ReactElement {
  const [queryClient] = useState(createQueryClient);
  useEffect(() => {
    loadChartCode().catch(() => undefined);
  }, []);
  return (
    <ErrorBoundary name="The dashboard">
      <QueryClientProvider client={queryClient}>
        <WithConfig parts={parts} />
      </QueryClientProvider>
    </ErrorBoundary>
  );
}

function WithConfig({ parts }: { readonly parts: Browser }): ReactElement {
  const { data, error, refetch } = useQuery({
    queryKey: ["config"],
    queryFn: () => loadConfig(parts.fetch),
    staleTime: Infinity,
  });
  if (data) return <WithMarket config={data} parts={parts} />;
  return <Opening error={error?.message ?? null} onRetry={() => void refetch()} />;
}

function WithMarket({ config, parts }: { readonly config: Config; readonly parts: Browser }): ReactElement {
  const queryClient = useQueryClient();
  const [markets] = useState(
    () =>
      new Markets(
        config,
        parts,
        () => {
          void resync(queryClient);
        },
        () => {
          void queryClient.invalidateQueries({ queryKey: ["feeds"] });
        },
      ),
  );
  const { view } = useView();
  const feed = view.feed ?? LIVE;
  const market = useMemo(() => markets.of(feed), [markets, feed]);
  useLayoutEffect(() => {
    markets.show(market);
  }, [markets, market]);
  useEffect(() => {
    const { link } = markets;
    link.start();
    window.addEventListener("online", link.hurry);
    document.addEventListener("visibilitychange", link.hurry);
    return () => {
      window.removeEventListener("online", link.hurry);
      document.removeEventListener("visibilitychange", link.hurry);
      link.stop();
    };
  }, [markets]);
  return (
    <MarketContext value={market}>
      <Dashboard />
    </MarketContext>
  );
}
