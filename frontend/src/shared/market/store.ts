import { mostDecimals } from "@/shared/format";

import { mergeCandles, newerPrice } from "./merge";
import { Topics, perFrame } from "./topics";

import type { Schedule } from "./topics";
import type { Candle, LatestPrice, PushUpdate } from "@/shared/api/types";

type Unsubscribe = () => void;

const NO_CANDLES: readonly Candle[] = [];

/**
 * All that the page knows of one feed's market, from wherever it came; what belongs to another feed is passed over.
 * Values are never changed in place, so they can be compared by identity. Listeners hear of changes at most once a
 * frame, and only of what they listen to: one tick draws one row.
 */
export class MarketStore {
  private readonly pricesBySymbol = new Map<string, LatestPrice>();
  private readonly candlesBySymbol = new Map<string, readonly Candle[]>();
  private readonly decimalsBySymbol = new Map<string, number>();
  private symbolList: readonly string[] = [];
  private newest: string | null = null;
  private readonly topics: Topics;

  constructor(
    readonly feed: string,
    schedule: Schedule = perFrame,
  ) {
    this.topics = new Topics(schedule);
  }

  /** Every symbol with a price, in alphabetical order. */
  readonly symbols = (): readonly string[] => this.symbolList;

  readonly price = (symbol: string): LatestPrice | undefined => this.pricesBySymbol.get(symbol);

  /** Oldest first. */
  readonly candles = (symbol: string): readonly Candle[] => this.candlesBySymbol.get(symbol) ?? NO_CANDLES;

  /** The decimals that every price of the symbol so far can be shown with. */
  readonly decimals = (symbol: string): number => this.decimalsBySymbol.get(symbol) ?? mostDecimals([]);

  /** When the newest price of all was quoted. */
  readonly newestAt = (): string | null => this.newest;

  readonly onSymbols = (listener: () => void): Unsubscribe => this.topics.subscribe("symbols", listener);
  readonly onPrice = (symbol: string, listener: () => void): Unsubscribe =>
    this.topics.subscribe(`price:${symbol}`, listener);
  readonly onCandles = (symbol: string, listener: () => void): Unsubscribe =>
    this.topics.subscribe(`candles:${symbol}`, listener);
  readonly onDecimals = (symbol: string, listener: () => void): Unsubscribe =>
    this.topics.subscribe(`decimals:${symbol}`, listener);

  addPrices(arrived: Iterable<LatestPrice>): void {
    for (const price of arrived) if (price.feed === this.feed) this.addPrice(price);
  }

  /** Candles of any symbols, in any order. */
  addCandles(arrived: readonly Candle[]): void {
    for (const [symbol, candles] of bySymbol(arrived.filter(({ feed }) => feed === this.feed))) {
      const known = this.candles(symbol);
      const merged = mergeCandles(known, candles);
      if (merged === known) continue;
      this.candlesBySymbol.set(symbol, merged);
      this.topics.mark(`candles:${symbol}`);
      this.widen(
        symbol,
        candles.flatMap(({ open, high, low, close }) => [open, high, low, close]),
      );
    }
  }

  readonly addUpdate = (update: Pick<PushUpdate, "prices" | "candles">): void => {
    this.addPrices(update.prices);
    this.addCandles(update.candles);
  };

  private addPrice(arrived: LatestPrice): void {
    const { symbol } = arrived;
    const known = this.pricesBySymbol.get(symbol);
    const price = newerPrice(known, arrived);
    if (price === known) return;
    this.pricesBySymbol.set(symbol, price);
    this.topics.mark(`price:${symbol}`);
    this.widen(symbol, [price.price]);
    if (this.newest === null || price.timestamp > this.newest) this.newest = price.timestamp;
    if (known) return;
    this.symbolList = [...this.symbolList, symbol].sort();
    this.topics.mark("symbols");
  }

  /** A symbol's decimals only grow, lest its column dance. */
  private widen(symbol: string, prices: readonly number[]): void {
    const needed = mostDecimals(prices);
    if (needed <= this.decimals(symbol)) return;
    this.decimalsBySymbol.set(symbol, needed);
    this.topics.mark(`decimals:${symbol}`);
  }
}

function bySymbol(candles: readonly Candle[]): Map<string, Candle[]> {
  const groups = new Map<string, Candle[]>();
  for (const candle of candles) {
    const group = groups.get(candle.symbol);
    if (group) group.push(candle);
    else groups.set(candle.symbol, [candle]);
  }
  return groups;
}
