import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { anomalyAt, candleAt, candles } from "../../../../tests/samples/market";
import { latestChart, nextFrames, sizedElement } from "../../../../tests/watchedCharts";
import { toBars } from "../domain/rows";
import { createMarketChart } from "./marketChart";
import { readPalette, translucent } from "./palette";

import type { ChartView, MarketChart } from "./marketChart";
import type { BarPrice, PriceFormatCustom } from "lightweight-charts";

vi.mock("lightweight-charts", async (original) => ({
  ...(await original<object>()),
  ...(await import("../../../../tests/watchedCharts")),
}));

const events = { onHover: vi.fn(), onOpen: vi.fn() };
const history = candles(100);
const palette = readPalette(document.body);

function viewOf(change: Partial<ChartView> = {}): ChartView {
  return { feed: "live", symbol: "AAPL", range: "1h", bars: toBars(history), anomalies: [], decimals: 2, ...change };
}

function ticked(close: number): ChartView {
  return viewOf({ bars: toBars([...candles(99), candleAt(99, { close })]) });
}

describe("a market chart", () => {
  let market: MarketChart;

  beforeEach(() => {
    vi.clearAllMocks();
    const element = sizedElement();
    market = createMarketChart(element, palette, events);
    market.show(viewOf());
  });

  afterEach(() => {
    market.destroy();
  });

  it("sets each series once to begin with", () => {
    const chart = latestChart();
    expect(chart.setDataCalls).toBe(6);
    expect(chart.data().candles).toHaveLength(100);
  });

  it("draws 50 ticks of the newest candle as updates and never sets the series again", () => {
    const chart = latestChart();
    const before = chart.setDataCalls;
    for (let tick = 1; tick <= 50; tick += 1) market.show(ticked(100 + tick / 100));
    expect(chart.setDataCalls - before).toBe(0);
    expect(chart.series("candles").update).toHaveBeenCalledTimes(50);
    expect(chart.series("candles").update.mock.lastCall).toMatchObject([{ close: 100.5 }, false]);
  });

  it("does not draw what is the same", () => {
    market.show(viewOf());
    expect(latestChart().series("candles").update).not.toHaveBeenCalled();
  });

  it("appends a new minute while the range slides, without a new series", () => {
    const before = latestChart().setDataCalls;
    market.show(viewOf({ bars: toBars(candles(101).slice(1)) }));
    expect(latestChart().setDataCalls).toBe(before);
    expect(latestChart().series("candles").update).toHaveBeenCalledTimes(1);
  });

  it("says of a late candle that it is not the newest", () => {
    const late = history.map((candle, index) => (index === 98 ? candleAt(98, { close: 104 }) : candle));
    market.show(viewOf({ bars: toBars(late) }));
    expect(
      latestChart()
        .series("candles")
        .update.mock.calls.map((call) => call[1]),
    ).toEqual([true, false]);
  });

  it("sets the series anew for another symbol", () => {
    market.show(viewOf({ symbol: "MSFT" }));
    expect(latestChart().series("candles").setData).toHaveBeenCalledTimes(2);
  });

  it("sets the series anew for another feed: not a candle of the one before stays", () => {
    market.show(viewOf({ feed: "flash-crash.ab12", bars: toBars(candles(101).slice(1)) }));
    expect(latestChart().series("candles").setData).toHaveBeenCalledTimes(2);
    expect(latestChart().data().candles).toHaveLength(100);
  });

  it("only moves the view for another range of the same candles", () => {
    const before = latestChart().setDataCalls;
    market.show({ ...viewOf(), range: "24h" });
    expect(latestChart().setDataCalls).toBe(before);
    expect(latestChart().setVisibleLogicalRange).toHaveBeenLastCalledWith({ from: -1, to: 101.5 });
  });

  it("leaves a reader of an earlier hour there when the history comes anew", () => {
    const chart = latestChart();
    vi.spyOn(chart.api.timeScale(), "scrollPosition").mockReturnValue(-30);
    const moves = chart.setVisibleLogicalRange.mock.calls.length;
    market.show(viewOf({ bars: toBars(candles(300)) }));
    expect(chart.series("candles").setData).toHaveBeenCalledTimes(2);
    expect(chart.setVisibleLogicalRange.mock.calls).toHaveLength(moves);
  });

  it("keeps a symbol's decimals constant", () => {
    market.show(viewOf({ decimals: 4 }));
    const [two, four] = latestChart()
      .series("candles")
      .applyOptions.mock.calls.map(([{ priceFormat }]) => priceFormat as PriceFormatCustom);
    expect([two?.minMove, two?.formatter(100.12345 as BarPrice)]).toEqual([0.01, "100.12"]);
    expect([four?.minMove, four?.formatter(100.12345 as BarPrice)]).toEqual([0.0001, "100.1234"]);
    expect(two?.tickmarksFormatter?.([1_500_000, 1_550_000] as BarPrice[])).toEqual(["1.50M", "1.55M"]);
  });

  it.each([
    ["on it", 2, [["event-50"]]],
    ["beside it", 200, []],
  ])("opens the anomaly whose marker is clicked: %s", async (_, away, opened) => {
    market.show(viewOf({ anomalies: [anomalyAt(50)] }));
    await nextFrames();
    const { x, y } = latestChart().pointOf(toBars(history)[50]?.time ?? 0, 99.8);
    latestChart().clickAt(x + away, y + 12);
    expect(events.onOpen.mock.calls).toEqual(opened);
  });

  it("tells where the mouse is, and that it left", async () => {
    await nextFrames();
    const time = toBars(history)[70]?.time ?? 0;
    const { x, y } = latestChart().pointOf(time, 100);
    latestChart().hover(x, y);
    latestChart().leave();
    await nextFrames();
    expect(events.onHover.mock.calls[0]).toEqual([time]);
    expect(events.onHover.mock.lastCall).toEqual([null]);
  });

  it("keeps a line at the newest price, even for a late candle", () => {
    market.show(ticked(101.5));
    const late = [...candles(98), candleAt(98, { close: 104 }), candleAt(99, { close: 101.5 })];
    market.show(viewOf({ bars: toBars(late) }));
    const lines = latestChart().series("candles").api.priceLines();
    expect(lines.map((line) => line.options())).toMatchObject([{ price: 101.5, lineVisible: true }]);
  });

  it("puts the crosshair on a bar, scrolling there if need be", async () => {
    await nextFrames();
    const chart = latestChart();
    const bar = toBars(history)[10];
    market.pointAt(bar?.time ?? null);
    expect(chart.setVisibleLogicalRange).toHaveBeenLastCalledWith({ from: 5, to: 67.5 });
    // The library moves with its next frame: only then is the bar where the crosshair goes.
    expect(chart.setCrosshairPosition).not.toHaveBeenCalled();
    await nextFrames();
    const candles = chart.series("candles").api;
    expect(chart.setCrosshairPosition).toHaveBeenCalledExactlyOnceWith(bar?.close, bar?.time, candles);
    market.pointAt(null);
    expect(chart.clearCrosshairPosition).toHaveBeenCalledTimes(1);
  });

  it("leaves the crosshair alone while the chart is hidden", async () => {
    const hidden = createMarketChart(document.createElement("div"), palette, events);
    hidden.show(viewOf());
    await nextFrames();
    hidden.pointAt(toBars(history)[10]?.time ?? null);
    expect(latestChart().setCrosshairPosition).not.toHaveBeenCalled();
    hidden.destroy();
  });

  it("frees the library's chart", () => {
    const chart = latestChart();
    const another = createMarketChart(sizedElement(), palette, events);
    another.destroy();
    expect(latestChart()).not.toBe(chart);
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
