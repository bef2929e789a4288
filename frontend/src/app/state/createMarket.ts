import { createApiClient } from "@/shared/api/client";
import { MarketStore } from "@/shared/market/store";
import { Link, browserTimers } from "@/shared/push";

import type { Config } from "@/shared/api/config";
import type { Fetch } from "@/shared/api/request";
import type { Market } from "@/shared/market/MarketContext";
import type { OpenSocket } from "@/shared/push";

/** What of the browser the page works with. */
export interface Browser {
  readonly fetch: Fetch;
  readonly openSocket: OpenSocket;
}

export const browser: Browser = {
  fetch: (url, init) => window.fetch(url, init),
  openSocket: (url) => new WebSocket(url),
};

/** Wires the page's parts; `onResync` is called when everything should be asked for again. Nothing starts yet. */
export function createMarket(config: Config, { fetch, openSocket }: Browser, onResync: () => void): Market {
  const store = new MarketStore();
  const link = new Link({
    url: config.websocketUrl,
    open: openSocket,
    timers: browserTimers,
    random: Math.random,
    onUpdate: store.addUpdate,
    onResync,
  });
  return { config, client: createApiClient(config.apiUrl, fetch), store, link };
}
