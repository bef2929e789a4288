/** Candles and anomalies for tests: each minute known, each figure chosen. */

import type { Anomaly, Candle } from "@/shared/api/types";

export const MINUTE_MS = 60_000;
/** 2026-11-20 14:30 UTC. */
export const FIRST_MINUTE = Date.UTC(2026, 10, 20, 14, 30);

/** The time of the `index`th minute as the API writes it. */
export function minuteAt(index: number): string {
  return new Date(FIRST_MINUTE + index * MINUTE_MS).toISOString();
}

/** The candle of the `index`th minute: calm around 100. */
export function candleAt(index: number, change: Partial<Candle> = {}): Candle {
  const close = 100 + (index % 2 === 0 ? 0.1 : -0.1);
  return {
    feed: "live",
    symbol: "AAPL",
    candle_timestamp: minuteAt(index),
    open: 100,
    high: 100.2,
    low: 99.8,
    close,
    volume: 1_000 + index,
    trades: 4,
    first_at: minuteAt(index),
    last_at: minuteAt(index),
    ...change,
  };
}

/** The first `count` candles. */
export function candles(count: number): Candle[] {
  return Array.from({ length: count }, (_, index) => candleAt(index));
}

/** A drop in the `index`th minute: mean 100, s 0.2, price 99, so z = -5. */
export function anomalyAt(index: number, change: Partial<Anomaly> = {}): Anomaly {
  return {
    feed: "live",
    symbol: "AAPL",
    detected_at: minuteAt(index),
    event_id: `event-${index}`,
    direction: "DROP",
    severity: "HIGH",
    current_price: 99,
    mean_price: 100,
    stdev: 0.2,
    z_score: -5,
    deviation_percent: -1,
    detector: "zscore",
    threshold: 2.5,
    high_threshold: 3.5,
    scale: null,
    window: Array.from({ length: 30 }, (_, place) => 100 + (place % 2 === 0 ? 0.2 : -0.2) * Math.sqrt(29 / 30)),
    alerted: true,
    held_by: null,
    held_until: null,
    delivered_to: [],
    acknowledged_at: null,
    acknowledged_by: null,
    source: "alpha_vantage",
    ...change,
  };
}

/** The anomalies of minutes `count - 1` down to 0, newest first as the API lists them. */
export function anomalies(count: number): Anomaly[] {
  return Array.from({ length: count }, (_, place) => anomalyAt(count - 1 - place));
}
