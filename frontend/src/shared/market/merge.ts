/**
 * How what is pushed and what is fetched become one. Each function takes what is known and what arrived, and returns
 * the very same object when nothing is new, so that nothing is drawn for it.
 */

import { findingOf } from "./finding";

import type { Anomaly, Candle, LatestPrice } from "@/shared/api/types";

/** A day of minutes and a little more. */
export const MOST_CANDLES = 1_500;
export const MOST_ANOMALIES = 500;

/** The newer of two prices of a symbol; of two for one instant the one that arrived last. */
export function newerPrice(known: LatestPrice | undefined, arrived: LatestPrice): LatestPrice {
  if (!known) return arrived;
  if (arrived.timestamp < known.timestamp) return known;
  const isSame =
    arrived.timestamp === known.timestamp &&
    arrived.price === known.price &&
    arrived.volume === known.volume &&
    arrived.change_percent === known.change_percent;
  return isSame ? known : arrived;
}

/**
 * Candles of one symbol, oldest first, with those that arrived, in any order. A minute only gains events, so of two
 * candles for one minute the one with more of them stands.
 */
export function mergeCandles(known: readonly Candle[], arrived: readonly Candle[]): readonly Candle[] {
  const [only] = arrived;
  if (arrived.length === 1 && only) return mergeCandle(known, only);
  const byMinute = new Map(known.map((candle) => [candle.candle_timestamp, candle]));
  let isChanged = false;
  for (const candle of arrived) {
    const before = byMinute.get(candle.candle_timestamp);
    if (before && !replaces(candle, before)) continue;
    byMinute.set(candle.candle_timestamp, candle);
    isChanged = true;
  }
  if (!isChanged) return known;
  return [...byMinute.values()].sort(byCandleTime).slice(-MOST_CANDLES);
}

/** The usual case while data streams in: the newest minute, or the one after it. */
function mergeCandle(known: readonly Candle[], arrived: Candle): readonly Candle[] {
  let end = known.length;
  while (end > 0 && (known[end - 1]?.candle_timestamp ?? "") > arrived.candle_timestamp) end -= 1;
  const before = known[end - 1];
  const isKnown = before?.candle_timestamp === arrived.candle_timestamp;
  if (isKnown && !replaces(arrived, before)) return known;
  return [...known.slice(0, isKnown ? end - 1 : end), arrived, ...known.slice(end)].slice(-MOST_CANDLES);
}

function replaces(arrived: Candle, known: Candle): boolean {
  if (arrived.trades !== known.trades) return arrived.trades > known.trades;
  return (Object.keys(arrived) as (keyof Candle)[]).some((field) => arrived[field] !== known[field]);
}

function byCandleTime(one: Candle, other: Candle): number {
  return one.candle_timestamp < other.candle_timestamp ? -1 : 1;
}

/** Anomalies, newest first, with those that arrived, in any order. What has become of an alert is never unlearnt. */
export function mergeAnomalies(known: readonly Anomaly[], arrived: readonly Anomaly[]): readonly Anomaly[] {
  const byId = new Map(known.map((anomaly) => [findingOf(anomaly), anomaly]));
  let isChanged = false;
  for (const anomaly of arrived) {
    const before = byId.get(findingOf(anomaly));
    if (before && progress(before) >= progress(anomaly)) continue;
    byId.set(findingOf(anomaly), anomaly);
    isChanged = true;
  }
  if (!isChanged) return known;
  return [...byId.values()].sort(newestFirst).slice(0, MOST_ANOMALIES);
}

/** How much is known to have become of an anomaly's alert: it only ever grows. */
function progress({ alerted, delivered_to: deliveredTo, acknowledged_at: acknowledgedAt }: Anomaly): number {
  return Number(alerted) + deliveredTo.length + Number(acknowledgedAt !== null);
}

function newestFirst(one: Anomaly, other: Anomaly): number {
  if (one.detected_at !== other.detected_at) return one.detected_at > other.detected_at ? -1 : 1;
  return findingOf(one) > findingOf(other) ? -1 : 1;
}
