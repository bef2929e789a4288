import { createContext, useContext } from "react";

import type { MarketStore } from "./store";
import type { ApiClient } from "@/shared/api/client";
import type { Config } from "@/shared/api/config";
import type { Link } from "@/shared/push";

/** What a page that has its configuration works with. */
export interface Market {
  readonly config: Config;
  readonly client: ApiClient;
  readonly store: MarketStore;
  readonly link: Link;
}

export const MarketContext = createContext<Market | null>(null);

export function useMarket(): Market {
  const market = useContext(MarketContext);
  if (!market) throw new Error("useMarket is for components inside a MarketContext");
  return market;
}
