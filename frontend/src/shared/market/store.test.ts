import { beforeEach, describe, expect, it, vi } from "vitest";

import { anomalyAt, candleAt, minuteAt } from "../../../tests/samples/market";
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
  store = new MarketStore((run) => frames.push(run));
});

it("holds what an update brings", () => {
  store.addUpdate(updateOf({ prices: [priceOf()], candles: [candleAt(0)], anomalies: [anomalyAt(0)] }));
  expect(store.symbols()).toEqual(["AAPL"]);
  expect(store.price("AAPL")).toEqual(priceOf());
  expect(store.candles("AAPL")).toEqual([candleAt(0)]);
  expect(store.anomalies()).toEqual([anomalyAt(0)]);
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
    const [symbols, aapl, msft, candles, anomalies] = [vi.fn(), vi.fn(), vi.fn(), vi.fn(), vi.fn()];
    store.addPrices([priceOf(), priceOf({ symbol: "MSFT" })]);
    drawFrame();
    store.onSymbols(symbols);
    store.onPrice("AAPL", aapl);
    store.onPrice("MSFT", msft);
    store.onCandles("AAPL", candles);
    store.onAnomalies(anomalies);
    store.addPrices([priceOf({ timestamp: minuteAt(1) })]);
    drawFrame();
    expect(aapl).toHaveBeenCalledOnce();
    for (const other of [symbols, msft, candles, anomalies]) expect(other).not.toHaveBeenCalled();
    store.addCandles([candleAt(0)]);
    store.addAnomalies([anomalyAt(0)]);
    drawFrame();
    expect(candles).toHaveBeenCalledOnce();
    expect(anomalies).toHaveBeenCalledOnce();
  });

  it("hear nothing when nothing changed", () => {
    const update = updateOf({ prices: [priceOf()], candles: [candleAt(0)], anomalies: [anomalyAt(0)] });
    store.addUpdate(update);
    drawFrame();
    store.addUpdate(update);
    expect(frames).toHaveLength(0);
  });

  it("hear nothing after they left, even of what was marked before", () => {
    const listener = vi.fn();
    const leave = store.onAnomalies(listener);
    store.addAnomalies([anomalyAt(0)]);
    leave();
    drawFrame();
    expect(listener).not.toHaveBeenCalled();
  });
});
