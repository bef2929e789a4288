/** What the page knows of the market, kept current. A component renders again only when what it asked for changes. */

import { useCallback, useMemo, useSyncExternalStore } from "react";

import { useMarket } from "./MarketContext";

import type { Anomaly, Candle, Feed, LatestPrice } from "@/shared/api/types";
import type { LinkStatus } from "@/shared/push";

/** Every symbol of the feed with a price, in alphabetical order. */
export function useSymbols(): readonly string[] {
  const { store } = useMarket();
  return useSyncExternalStore(store.onSymbols, store.symbols);
}

export function usePrice(symbol: string): LatestPrice | undefined {
  const { store } = useMarket();
  const subscribe = useCallback((listener: () => void) => store.onPrice(symbol, listener), [store, symbol]);
  return useSyncExternalStore(subscribe, () => store.price(symbol));
}

/** Oldest first. */
export function useCandles(symbol: string): readonly Candle[] {
  const { store } = useMarket();
  const subscribe = useCallback((listener: () => void) => store.onCandles(symbol, listener), [store, symbol]);
  return useSyncExternalStore(subscribe, () => store.candles(symbol));
}

/** The decimals that every price of the symbol so far can be shown with. */
export function useDecimals(symbol: string): number {
  const { store } = useMarket();
  const subscribe = useCallback((listener: () => void) => store.onDecimals(symbol, listener), [store, symbol]);
  return useSyncExternalStore(subscribe, () => store.decimals(symbol));
}

/** Newest first, of all feeds and symbols. */
export function useAnomalies(): readonly Anomaly[] {
  const { happenings } = useMarket();
  return useSyncExternalStore(happenings.onAnomalies, happenings.anomalies);
}

/** Newest first, of one symbol in the feed that is shown. */
export function useAnomaliesOf(symbol: string): readonly Anomaly[] {
  const { store } = useMarket();
  const all = useAnomalies();
  return useMemo(
    () => all.filter((anomaly) => anomaly.feed === store.feed && anomaly.symbol === symbol),
    [all, store, symbol],
  );
}

/** Every feed that the page knows, the one that began last first. */
export function useFeeds(): readonly Feed[] {
  const { happenings } = useMarket();
  return useSyncExternalStore(happenings.onFeeds, happenings.feeds);
}

/** Whether data is pushed or polled. */
export function useLinkStatus(): LinkStatus {
  const { link } = useMarket();
  return useSyncExternalStore(link.subscribe, link.status);
}
