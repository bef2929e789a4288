import { minuteAt } from "./market";

import type { LatestPrice, PushUpdate } from "@/shared/api/types";

/** AAPL at 100.10, quoted in the first minute. */
export function priceOf(change: Partial<LatestPrice> = {}): LatestPrice {
  return {
    feed: "live",
    symbol: "AAPL",
    price: 100.1,
    volume: 1_000,
    change_percent: 1.25,
    timestamp: minuteAt(0),
    ...change,
  };
}

/** An update that carries nothing but what is given. */
export function updateOf(change: Partial<PushUpdate>): PushUpdate {
  return { type: "update", feeds: [], prices: [], candles: [], anomalies: [], ...change };
}
