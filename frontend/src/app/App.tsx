import { QueryClient, QueryClientProvider, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { loadConfig } from "@/shared/api/config";
import { MarketContext } from "@/shared/market/MarketContext";

import { Dashboard } from "./Dashboard";
import { ErrorBoundary } from "./ErrorBoundary";
import { Opening } from "./layout/Opening";
import { loadChartCode } from "./parts/ChartColumn";
import { browser, createMarket } from "./state/createMarket";
import { resync } from "./state/resync";

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
  const [market] = useState(() =>
    createMarket(config, parts, () => {
      void resync(queryClient);
    }),
  );
  useEffect(() => {
    const { link } = market;
    link.start();
    window.addEventListener("online", link.hurry);
    document.addEventListener("visibilitychange", link.hurry);
    return () => {
      window.removeEventListener("online", link.hurry);
      document.removeEventListener("visibilitychange", link.hurry);
      link.stop();
    };
  }, [market]);
  return (
    <MarketContext value={market}>
      <Dashboard />
    </MarketContext>
  );
}
