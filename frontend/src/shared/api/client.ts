import { UnreadableError } from "./errors";
import { bearer, createQueryApi } from "./queries";
import { isRecord, requestJson } from "./request";

import type { QueryApi } from "./queries";
import type { Fetch } from "./request";
import type { Acknowledgement, AcknowledgementRequest, Anomalies, Candles, Feeds, Prices, Stats } from "./types";

/** The API's routes. Every method fails with a DataError. */
export interface ApiClient {
  readonly queries: QueryApi;
  /** Every feed, the one that began last first. */
  feeds(signal?: AbortSignal): Promise<Feeds>;
  prices(feed: string, signal?: AbortSignal): Promise<Prices>;
  /** The newest `limit` (1 to 500) minute candles of the last 24 hours, newest first. */
  candles(feed: string, symbol: string, limit: number, signal?: AbortSignal): Promise<Candles>;
  /** The newest `limit` (1 to 500) anomalies of all feeds and symbols, newest first. */
  anomalies(limit: number, signal?: AbortSignal): Promise<Anomalies>;
  stats(feed: string, signal?: AbortSignal): Promise<Stats>;
  /** Says that somebody knows of an anomaly; tells who did first. A token that is refused is a RefusedError 401. */
  acknowledge(eventId: string, by: string, token: string): Promise<Acknowledgement>;
}

export const HISTORY_HOURS = 24;

export function createApiClient(apiUrl: string, fetch: Fetch): ApiClient {
  const get = async <T>(path: string, what: string, key: keyof T & string, signal?: AbortSignal): Promise<T> => {
    const body = await requestJson(fetch, `${apiUrl}${path}`, what, signal);
    // The API's own tests hold its answers to the schema; this keeps out whoever else answers in its place.
    if (!isRecord(body) || !(key in body)) throw new UnreadableError(`${what}: the answer has no ${key}`);
    return body as T;
  };
  return {
    queries: createQueryApi(apiUrl, fetch),
    feeds: (signal) => get<Feeds>("/feeds", "Feeds", "feeds", signal),
    prices: (feed, signal) => get<Prices>(`/prices?${of(feed)}`, "Prices", "prices", signal),
    candles: (feed, symbol, limit, signal) =>
      get<Candles>(
        `/candles/${encodeURIComponent(symbol)}?${of(feed)}&hours=${HISTORY_HOURS}&limit=${limit}`,
        `Candles of ${symbol}`,
        "candles",
        signal,
      ),
    anomalies: (limit, signal) => get<Anomalies>(`/anomalies?limit=${limit}`, "Anomalies", "anomalies", signal),
    acknowledge: async (eventId, by, token) => {
      const what = "The acknowledgement";
      const body = await requestJson(fetch, `${apiUrl}/anomalies/${eventId}/acknowledgement`, what, undefined, {
        method: "POST",
        headers: { ...bearer(token), "content-type": "application/json" },
        body: JSON.stringify({ by } satisfies AcknowledgementRequest),
      });
      if (!isRecord(body) || !("acknowledged_by" in body)) throw new UnreadableError(`${what}: nobody is named`);
      return body as Acknowledgement;
    },
    stats: (feed, signal) => get<Stats>(`/stats?${of(feed)}`, "Statistics", "pipeline_status", signal),
  };
}

function of(feed: string): string {
  return `feed=${encodeURIComponent(feed)}`;
}
