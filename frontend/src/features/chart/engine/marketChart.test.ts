import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { latestChart, xOf } from "../../../../tests/fakes/lightweightCharts";
import { anomalyAt, candleAt, candles } from "../../../../tests/samples/market";
import { toBars } from "../domain/rows";
import { createMarketChart } from "./marketChart";
import { readPalette, translucent } from "./palette";

import type { ChartView, MarketChart } from "./marketChart";

vi.mock("lightweight-charts", async (original) => ({
  ...(await original<object>()),
  ...(await import("../../../../tests/fakes/lightweightCharts")),
}));

const events = { onHover: vi.fn(), onOpen: vi.fn() };
const history = candles(100);

function viewOf(change: Partial<ChartView> = {}): ChartView {
  return { symbol: "AAPL", range: "1h", bars: toBars(history), anomalies: [], decimals: 2, ...change };
}

function ticked(close: number): ChartView {
  return viewOf({ bars: toBars([...candles(99), candleAt(99, { close })]) });
}

describe("a market chart", () => {
  let market: MarketChart;

  beforeEach(() => {
    vi.clearAllMocks();
    const element = document.createElement("div");
    market = createMarketChart(element, readPalette(element), events);
    market.show(viewOf());
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it("sets each series once to begin with", () => {
    const chart = latestChart();
    expect(chart.series.map((series) => series.setData.mock.calls.length)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(chart.candles.setData.mock.calls[0]?.[0]).toHaveLength(100);
  });

  it("draws 50 ticks of the newest candle as updates and never sets the series again", () => {
    const chart = latestChart();
    const before = chart.setDataCalls;
    for (let tick = 1; tick <= 50; tick += 1) market.show(ticked(100 + tick / 100));
    expect(chart.setDataCalls - before).toBe(0);
    expect(chart.candles.update).toHaveBeenCalledTimes(50);
    expect(chart.candles.update.mock.lastCall).toMatchObject([{ close: 100.5 }, false]);
  });

  it("does not draw what is the same", () => {
    market.show(viewOf());
    expect(latestChart().candles.update).not.toHaveBeenCalled();
  });

  it("appends a new minute while the range slides, without a new series", () => {
    const before = latestChart().setDataCalls;
    market.show(viewOf({ bars: toBars(candles(101).slice(1)) }));
    expect(latestChart().setDataCalls).toBe(before);
    expect(latestChart().candles.update).toHaveBeenCalledTimes(1);
  });

  it("says of a late candle that it is not the newest", () => {
    const late = history.map((candle, index) => (index === 98 ? candleAt(98, { close: 104 }) : candle));
    market.show(viewOf({ bars: toBars(late) }));
    expect(latestChart().candles.update.mock.calls.map((call) => call[1])).toEqual([true, false]);
  });

  it("sets the series anew for another symbol", () => {
    market.show(viewOf({ symbol: "MSFT" }));
    expect(latestChart().candles.setData).toHaveBeenCalledTimes(2);
  });

  it("only moves the view for another range of the same candles", () => {
    const before = latestChart().setDataCalls;
    market.show({ ...viewOf(), range: "24h" });
    expect(latestChart().setDataCalls).toBe(before);
    expect(latestChart().setVisibleLogicalRange).toHaveBeenLastCalledWith({ from: -1, to: 101.5 });
  });

  it("leaves a reader of an earlier hour there when the history comes anew", () => {
    const chart = latestChart();
    chart.scrollPosition = -30;
    const moves = chart.setVisibleLogicalRange.mock.calls.length;
    market.show(viewOf({ bars: toBars(candles(300)) }));
    expect(chart.candles.setData).toHaveBeenCalledTimes(2);
    expect(chart.setVisibleLogicalRange.mock.calls).toHaveLength(moves);
  });

  it("keeps a symbol's decimals constant", () => {
    market.show(viewOf({ decimals: 4 }));
    const formats = latestChart().candles.applyOptions.mock.calls.map(([options]) => options as unknown);
    expect(formats).toEqual([
      { priceFormat: { type: "price", precision: 2, minMove: 0.01 } },
      { priceFormat: { type: "price", precision: 4, minMove: 0.0001 } },
    ]);
  });

  it("opens the anomaly whose marker is clicked, and none beside it", () => {
    market.show(viewOf({ anomalies: [anomalyAt(50)] }));
    const x = xOf(toBars(history)[50]?.time ?? 0);
    const below = 1000 - 99.8 + 12;
    latestChart().clickAt(x + 200, below);
    expect(events.onOpen).not.toHaveBeenCalled();
    latestChart().clickAt(x + 2, below);
    expect(events.onOpen).toHaveBeenCalledExactlyOnceWith("event-50");
  });

  it("tells where the mouse is, and that it left", () => {
    latestChart().hover(1_800);
    latestChart().hover(null);
    expect(events.onHover.mock.calls).toEqual([[1_800], [null]]);
  });

  it("keeps a line at the newest price, even for a late candle", () => {
    market.show(ticked(101.5));
    const late = [...candles(98), candleAt(98, { close: 104 }), candleAt(99, { close: 101.5 })];
    market.show(viewOf({ bars: toBars(late) }));
    expect(latestChart().candles.lines).toMatchObject([{ price: 101.5, lineVisible: true }]);
  });

  it("puts the crosshair on a bar, scrolling there if need be", () => {
    vi.useFakeTimers();
    const chart = latestChart();
    chart.visible = { from: 40, to: 102 };
    const bar = toBars(history)[10];
    market.pointAt(bar?.time ?? null);
    expect(chart.setVisibleLogicalRange).toHaveBeenLastCalledWith({ from: 5, to: 67 });
    // The library moves with its next frame: only then is the bar where the crosshair goes.
    expect(chart.setCrosshairPosition).not.toHaveBeenCalled();
    vi.advanceTimersToNextFrame();
    expect(chart.setCrosshairPosition).toHaveBeenCalledExactlyOnceWith(bar?.close, bar?.time, chart.candles);
    market.pointAt(null);
    expect(chart.clearCrosshairPosition).toHaveBeenCalledTimes(1);
  });

  it("frees the library's chart", () => {
    market.destroy();
    expect(latestChart().remove).toHaveBeenCalledTimes(1);
  });
});

describe("translucent", () => {
  it("adds alpha to a hex colour and leaves others", () => {
    expect(translucent("#ffb020", 0.5)).toBe("#ffb02080");
    expect(translucent("#000000", 0.02)).toBe("#00000005");
    expect(translucent("rgb(1, 2, 3)", 0.5)).toBe("rgb(1, 2, 3)");
  });
});
