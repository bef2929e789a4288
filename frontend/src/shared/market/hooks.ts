/** What the page knows of the market, kept current. A component renders again only when what it asked for changes. */

import { useCallback, useMemo, useSyncExternalStore } from "react";

import { useMarket } from "./MarketContext";

import type { Anomaly, Candle, LatestPrice } from "@/shared/api/types";
import type { LinkStatus } from "@/shared/push";

/** Every symbol with a price, in alphabetical order. */
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

/** Newest first, of all symbols. */
export function useAnomalies(): readonly Anomaly[] {
  const { store } = useMarket();
  return useSyncExternalStore(store.onAnomalies, store.anomalies);
}

/** Newest first, of one symbol. */
export function useAnomaliesOf(symbol: string): readonly Anomaly[] {
  const all = useAnomalies();
  return useMemo(() => all.filter((anomaly) => anomaly.symbol === symbol), [all, symbol]);
}

/** Whether data is pushed or polled. */
export function useLinkStatus(): LinkStatus {
  const { link } = useMarket();
  return useSyncExternalStore(link.subscribe, link.status);
}
