/** A market for components: a store that tells its listeners at once, an API and a socket whose other end is the test. */

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { vi } from "vitest";

import { createApiClient } from "@/shared/api/client";
import { LIVE } from "@/shared/market/feeds";
import { Happenings } from "@/shared/market/happenings";
import { MarketContext } from "@/shared/market/MarketContext";
import { MarketStore } from "@/shared/market/store";
import { Link, browserTimers } from "@/shared/push";

import { FakeSockets } from "./fakes/sockets";

import type { Fetch } from "@/shared/api/request";
import type { Market } from "@/shared/market/MarketContext";
import type { ReactElement, ReactNode } from "react";

/** Answers that never come. */
export const silence: Fetch = () => new Promise(() => undefined);

export function marketWith(fetch: Fetch = silence): Market {
  const atOnce = (run: () => void): void => {
    run();
  };
  const store = new MarketStore(LIVE, atOnce);
  const happenings = new Happenings(atOnce);
  const link = new Link({
    url: "ws://push.test/live",
    open: new FakeSockets().open,
    timers: browserTimers,
    random: () => 0,
    feed: LIVE,
    onUpdate: store.addUpdate,
    onResync: vi.fn(),
  });
  const config = {
    apiUrl: "http://api.test",
    websocketUrl: "ws://push.test/live",
    target: "embedded",
    intervalSeconds: 60,
  };
  return { config, client: createApiClient("http://api.test", fetch), store, happenings, generation: 1, link };
}

export function InMarket({
  market,
  children,
}: {
  readonly market: Market;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <MarketContext value={market}>{children}</MarketContext>
    </QueryClientProvider>
  );
}
