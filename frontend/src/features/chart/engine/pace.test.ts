import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { candleAt, candles } from "../../../../tests/samples/market";
import { toBars } from "../domain/rows";
import { TICK_INTERVAL_MS, paceTicks } from "./pace";

import type { ChartView, MarketChart } from "./marketChart";

const SECOND_MS = 1_000;

function tick(number: number, change: Partial<ChartView> = {}): ChartView {
  const bars = toBars([...candles(9), candleAt(9, { volume: number })]);
  return { feed: "live", symbol: "AAPL", range: "1h", bars, anomalies: [], decimals: 2, ...change };
}

describe("paceTicks", () => {
  const show = vi.fn<(view: ChartView) => void>();
  const [pointAt, fit, destroy] = [vi.fn(), vi.fn(), vi.fn()];
  const chart: MarketChart = { show, pointAt, fit, destroy };
  let paced: MarketChart;

  beforeEach(() => {
    vi.useFakeTimers();
    vi.clearAllMocks();
    paced = paceTicks(chart);
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it("draws a lone tick at once", () => {
    const view = tick(1);
    paced.show(view);
    expect(show).toHaveBeenCalledExactlyOnceWith(view);
  });

  it("draws fifty ticks a second at most once an interval, and ends with the newest", () => {
    const views = Array.from({ length: 50 }, (_, number) => tick(number));
    for (const view of views) {
      paced.show(view);
      vi.advanceTimersByTime(SECOND_MS / 50);
    }
    vi.advanceTimersByTime(TICK_INTERVAL_MS);
    expect(show.mock.calls.length).toBeLessThanOrEqual(SECOND_MS / TICK_INTERVAL_MS + 1);
    expect(show.mock.lastCall?.[0]).toBe(views.at(-1));
  });

  it.each([{ symbol: "MSFT" }, { feed: "calm.ab12" }, { range: "24h" as const }])(
    "never keeps a choice waiting: %o",
    (choice) => {
      paced.show(tick(1));
      paced.show(tick(2));
      const chosen = tick(3, choice);
      paced.show(chosen);
      expect(show.mock.lastCall?.[0]).toBe(chosen);
      vi.advanceTimersByTime(TICK_INTERVAL_MS);
      expect(show).toHaveBeenCalledTimes(2);
    },
  );

  it("draws the first candles at once", () => {
    paced.show(tick(1, { bars: [] }));
    paced.show(tick(2));
    expect(show).toHaveBeenCalledTimes(2);
  });

  it("is up to date when the crosshair or the view moves", () => {
    paced.show(tick(1));
    paced.show(tick(2));
    paced.pointAt(60);
    expect(show).toHaveBeenCalledTimes(2);
    paced.show(tick(3));
    paced.fit();
    expect(show).toHaveBeenCalledTimes(3);
    expect(pointAt).toHaveBeenCalledExactlyOnceWith(60);
    expect(fit).toHaveBeenCalledTimes(1);
  });

  it("draws nothing after its end", () => {
    paced.show(tick(1));
    paced.show(tick(2));
    paced.destroy();
    vi.advanceTimersByTime(TICK_INTERVAL_MS);
    expect(show).toHaveBeenCalledTimes(1);
    expect(destroy).toHaveBeenCalledTimes(1);
  });
});
