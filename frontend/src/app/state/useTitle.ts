import { useEffect } from "react";

import { formatPrice } from "@/shared/format";
import { isReplay } from "@/shared/market/feeds";
import { useMarket } from "@/shared/market/MarketContext";
import { useNow } from "@/shared/time";

const NAME = "FinPulse";

/** The chosen symbol and its price in the browser's tab, renewed once a second. */
export function useTitle(symbol: string | null): void {
  const { store } = useMarket();
  const title = useNow(() => {
    const price = symbol === null ? undefined : store.price(symbol);
    if (!price) return NAME;
    const mark = isReplay(store.feed) ? "↻ " : "";
    return `${mark}${price.symbol} ${formatPrice(price.price, store.decimals(price.symbol))} · ${NAME}`;
  });
  useEffect(() => {
    document.title = title;
  }, [title]);
}
