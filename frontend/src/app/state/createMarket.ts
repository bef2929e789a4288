import { createApiClient } from "@/shared/api/client";
import { LIVE } from "@/shared/market/feeds";
import { Happenings } from "@/shared/market/happenings";
import { MarketStore } from "@/shared/market/store";
import { Link, browserTimers } from "@/shared/push";

import type { Config } from "@/shared/api/config";
import type { Fetch } from "@/shared/api/request";
import type { PushUpdate } from "@/shared/api/types";
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

/** The parts that live as long as the page, and the market of whichever feed is shown. */
export class Markets {
  readonly link: Link;
  private readonly happenings = new Happenings();
  private readonly client;
  private shown: MarketStore | null = null;
  private generation = 0;

  /** `onResync` is called when everything should be asked for again, `onFeed` when a feed began. Nothing starts yet. */
  constructor(
    private readonly config: Config,
    { fetch, openSocket }: Browser,
    onResync: () => void,
    private readonly onFeed: () => void,
  ) {
    this.client = createApiClient(config.apiUrl, fetch);
    this.link = new Link({
      url: config.websocketUrl,
      open: openSocket,
      timers: browserTimers,
      random: Math.random,
      feed: LIVE,
      onUpdate: this.receive,
      onResync,
    });
  }

  /** A market of that feed that knows nothing of its prices yet. */
  of(feed: string): Market {
    const { config, client, link, happenings } = this;
    this.generation += 1;
    return { config, client, link, happenings, store: new MarketStore(feed), generation: this.generation };
  }

  /** From now on what is pushed is that market's. */
  show({ store }: Market): void {
    this.shown = store;
    this.link.show(store.feed);
  }

  private readonly receive = (update: PushUpdate): void => {
    if (this.happenings.noteFeeds(update.feeds, new Date().toISOString())) this.onFeed();
    this.happenings.addAnomalies(update.anomalies);
    this.shown?.addUpdate(update);
  };
}
