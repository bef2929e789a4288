import { beforeEach, describe, expect, it, vi } from "vitest";

import { candleAt, minuteAt } from "../../../tests/samples/market";
import { priceOf, updateOf } from "../../../tests/samples/prices";
import { MarketStore } from "./store";

let frames: (() => void)[];
let store: MarketStore;

function drawFrame(): void {
  const due = frames;
  frames = [];
  for (const run of due) run();
}

beforeEach(() => {
  frames = [];
  store = new MarketStore("live", (run) => frames.push(run));
});

it("holds what an update brings", () => {
  store.addUpdate(updateOf({ prices: [priceOf()], candles: [candleAt(0)] }));
  expect(store.symbols()).toEqual(["AAPL"]);
  expect(store.price("AAPL")).toEqual(priceOf());
  expect(store.candles("AAPL")).toEqual([candleAt(0)]);
  expect(store.newestAt()).toBe(minuteAt(0));
});

it("is empty at first, with values that compare equal to themselves", () => {
  expect(store.price("AAPL")).toBeUndefined();
  expect(store.candles("AAPL")).toBe(store.candles("MSFT"));
  expect(store.newestAt()).toBeNull();
});

it("lists symbols in alphabetical order", () => {
  store.addPrices([priceOf({ symbol: "TSLA" }), priceOf({ symbol: "AMZN" }), priceOf({ symbol: "MSFT" })]);
  expect(store.symbols()).toEqual(["AMZN", "MSFT", "TSLA"]);
});

it("knows the newest price of all, not the last that came", () => {
  store.addPrices([priceOf({ timestamp: minuteAt(5) }), priceOf({ symbol: "MSFT", timestamp: minuteAt(3) })]);
  expect(store.newestAt()).toBe(minuteAt(5));
});

it("keeps the candles of symbols apart", () => {
  store.addCandles([candleAt(0), candleAt(0, { symbol: "MSFT", close: 7 }), candleAt(1)]);
  expect(store.candles("AAPL")).toEqual([candleAt(0), candleAt(1)]);
  expect(store.candles("MSFT")).toHaveLength(1);
});

it("passes over what another feed says of the same symbol", () => {
  const feed = "flash-crash.ab12";
  store.addPrices([priceOf()]);
  store.addUpdate(updateOf({ prices: [priceOf({ feed, price: 7, timestamp: minuteAt(9) })], candles: [] }));
  store.addCandles([candleAt(0, { feed, close: 7 }), candleAt(0)]);
  expect(store.price("AAPL")?.price).toBe(100.1);
  expect(store.candles("AAPL")).toEqual([candleAt(0)]);
});

it("keeps the most decimals that any price of a symbol needed", () => {
  const listener = vi.fn();
  store.onDecimals("EURUSD", listener);
  expect(store.decimals("EURUSD")).toBe(2);
  store.addPrices([priceOf({ symbol: "EURUSD", price: 1.0842 })]);
  store.addCandles([candleAt(0, { symbol: "EURUSD", close: 1.08 }), candleAt(0)]);
  drawFrame();
  expect(store.decimals("EURUSD")).toBe(4);
  expect(store.decimals("AAPL")).toBe(2);
  expect(listener).toHaveBeenCalledOnce();
});

describe("listeners", () => {
  it("hear of fifty updates between two frames once", () => {
    const listener = vi.fn();
    store.onPrice("AAPL", listener);
    for (let tick = 0; tick < 50; tick += 1) store.addPrices([priceOf({ timestamp: minuteAt(tick) })]);
    expect(listener).not.toHaveBeenCalled();
    expect(frames).toHaveLength(1);
    drawFrame();
    expect(listener).toHaveBeenCalledOnce();
  });

  it("hear only of what they listen to", () => {
    const [symbols, aapl, msft, candles] = [vi.fn(), vi.fn(), vi.fn(), vi.fn()];
    store.addPrices([priceOf(), priceOf({ symbol: "MSFT" })]);
    drawFrame();
    store.onSymbols(symbols);
    store.onPrice("AAPL", aapl);
    store.onPrice("MSFT", msft);
    store.onCandles("AAPL", candles);
    store.addPrices([priceOf({ timestamp: minuteAt(1) })]);
    drawFrame();
    expect(aapl).toHaveBeenCalledOnce();
    for (const other of [symbols, msft, candles]) expect(other).not.toHaveBeenCalled();
    store.addCandles([candleAt(0)]);
    drawFrame();
    expect(candles).toHaveBeenCalledOnce();
  });

  it("hear nothing when nothing changed", () => {
    const update = updateOf({ prices: [priceOf()], candles: [candleAt(0)] });
    store.addUpdate(update);
    drawFrame();
    store.addUpdate(update);
    expect(frames).toHaveLength(0);
  });

  it("hear nothing after they left, even of what was marked before", () => {
    const listener = vi.fn();
    const leave = store.onSymbols(listener);
    store.addPrices([priceOf()]);
    leave();
    drawFrame();
    expect(listener).not.toHaveBeenCalled();
  });
});
