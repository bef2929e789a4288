import { createContext, useContext } from "react";

import type { Happenings } from "./happenings";
import type { MarketStore } from "./store";
import type { ApiClient } from "@/shared/api/client";
import type { Config } from "@/shared/api/config";
import type { Link } from "@/shared/push";

/** What a page that has its configuration works with. */
export interface Market {
  readonly config: Config;
  readonly client: ApiClient;
  /** Of the feed that is shown: another feed is another store, so that two never meet. */
  readonly store: MarketStore;
  /** Differs from store to store, those of one feed too: an answer for one says nothing of what another holds. */
  readonly generation: number;
  /** Of all feeds. */
  readonly happenings: Happenings;
  readonly link: Link;
}

export const MarketContext = createContext<Market | null>(null);

export function useMarket(): Market {
  const market = useContext(MarketContext);
  if (!market) throw new Error("useMarket is for components inside a MarketContext");
  return market;
}
