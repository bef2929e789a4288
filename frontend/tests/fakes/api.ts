import type { Fetch } from "@/shared/api/request";
import type { Anomaly, Candle, Feed, LatestPrice, Stats } from "@/shared/api/types";

export const CONFIG = {
  api_url: "http://api.test",
  websocket_url: "ws://push.test/live",
  target: "embedded",
  interval_seconds: 60,
};

/** The API and the page's own server, answering from what a test puts in. */
export class FakeApi {
  config: unknown = CONFIG;
  feeds: readonly Feed[] = [];
  prices: readonly LatestPrice[] = [];
  candles: readonly Candle[] = [];
  anomalies: readonly Anomaly[] = [];
  stats: Omit<Stats, "feed" | "latest_prices"> = {
    events_last_hour: 0,
    anomalies_24h: 0,
    symbols_tracked: 5,
    pipeline_status: "operational",
    requests: [],
  };
  /** "down": no answer at all. "silent": none so far. */
  state: "up" | "down" | "silent" = "up";
  /** Routes that never answer, or that fail, whatever the state. */
  readonly silent = new Set<string>();
  readonly broken = new Set<string>();
  /** The path of every request, the newest last. */
  readonly asked: string[] = [];

  readonly fetch: Fetch = (url) => {
    const { pathname, searchParams } = new URL(url, "http://page.test");
    this.asked.push(pathname);
    const route = pathname.split("/")[1] ?? "";
    if (this.broken.has(route)) return Promise.reject(new TypeError("Failed to fetch"));
    if (this.state === "silent" || this.silent.has(route)) return new Promise(() => undefined);
    if (this.state === "down") return Promise.reject(new TypeError("Failed to fetch"));
    const feed = searchParams.get("feed") ?? "live";
    const body = this.answer(pathname, feed, Number(searchParams.get("limit") ?? 100));
    if (body === null) return Promise.resolve(Response.json({ error: "no such route", code: "x" }, { status: 404 }));
    return Promise.resolve(Response.json(body));
  };

  timesAsked(path: string): number {
    return this.asked.filter((asked) => asked === path).length;
  }

  private answer(path: string, feed: string, limit: number): unknown {
    const [, route, symbol = ""] = path.split("/");
    const isOfFeed = (row: { readonly feed: string }): boolean => row.feed === feed;
    const prices = Object.fromEntries(this.prices.filter(isOfFeed).map((price) => [price.symbol, price]));
    const candles = this.candles.filter(isOfFeed).filter((candle) => candle.symbol === symbol);
    switch (route) {
      case "config.json":
        return this.config;
      case "prices":
        return { prices };
      case "candles":
        return listOf("candles", candles.slice(-limit), { symbol });
      case "feeds":
        return listOf("feeds", this.feeds);
      case "anomalies":
        return listOf("anomalies", this.anomalies.slice(0, limit));
      case "stats":
        return { ...this.stats, feed, latest_prices: prices };
      default:
        return null;
    }
  }
}

function listOf(name: string, entries: readonly unknown[], more: object = {}): unknown {
  return { ...more, [name]: entries, count: entries.length };
}
