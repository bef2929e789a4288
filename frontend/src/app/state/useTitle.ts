import { useEffect } from "react";

import { decimalsFor, formatPrice } from "@/shared/format";
import { useMarket } from "@/shared/market/MarketContext";
import { useNow } from "@/shared/time";

const NAME = "FinPulse";

/** The chosen symbol and its price in the browser's tab, renewed once a second. */
export function useTitle(symbol: string | null): void {
  const { store } = useMarket();
  const title = useNow(() => {
    const price = symbol === null ? undefined : store.price(symbol);
    return price ? `${price.symbol} ${formatPrice(price.price, decimalsFor(price.price))} · ${NAME}` : NAME;
  });
  useEffect(() => {
    document.title = title;
  }, [title]);
}
