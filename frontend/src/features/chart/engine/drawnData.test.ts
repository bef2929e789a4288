import fc from "fast-check";
import { expect, it, vi } from "vitest";

import { latestChart, sizedElement } from "../../../../tests/watchedCharts";
import { MAX_KEPT } from "../domain/change";
import { withBands } from "../domain/rows";
import { createMarketChart } from "./marketChart";
import { readPalette } from "./palette";

import type { Bar } from "../domain/rows";
import type { SeriesName, WatchedChart } from "../../../../tests/watchedCharts";
import type { ChartView, MarketChart } from "./marketChart";

vi.mock("lightweight-charts", async (original) => ({
  ...(await original<object>()),
  ...(await import("../../../../tests/watchedCharts")),
}));

const MINUTE = 60;
const MOST_BARS = 80;

type Step =
  | { readonly kind: "tick"; readonly close: number }
  | { readonly kind: "minutes"; readonly closes: readonly number[] }
  | { readonly kind: "late"; readonly place: number; readonly close: number }
  | { readonly kind: "gap filled"; readonly place: number; readonly close: number }
  | { readonly kind: "range slides"; readonly count: number }
  | { readonly kind: "another symbol"; readonly closes: readonly number[] };

const price = fc.integer({ min: 1, max: 400 }).map((quarters) => quarters / 4);
/** Not mostly short: the band begins with the thirty-first bar. */
const anyLength = { maxLength: MOST_BARS, size: "max" } as const;
const place = fc.nat({ max: MOST_BARS });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant("tick" as const), close: price }),
  fc.record({ kind: fc.constant("minutes" as const), closes: fc.array(price, { minLength: 1, maxLength: 40 }) }),
  fc.record({ kind: fc.constant("late" as const), place, close: price }),
  fc.record({ kind: fc.constant("gap filled" as const), place, close: price }),
  fc.record({ kind: fc.constant("range slides" as const), count: fc.integer({ min: 1, max: MAX_KEPT }) }),
  fc.record({ kind: fc.constant("another symbol" as const), closes: fc.array(price, anyLength) }),
);

function barOf(time: number, close: number): Bar {
  return { time, open: 100, high: Math.max(100, close), low: Math.min(100, close), close, volume: close * 10 };
}

/** Bars of every second minute, so that there are gaps to be filled. */
function barsOf(closes: readonly number[], from = 0): Bar[] {
  return closes.map((close, index) => barOf(from + index * 2 * MINUTE, close));
}

function changed(bars: readonly Bar[], step: Step): readonly Bar[] {
  const newest = bars.at(-1);
  switch (step.kind) {
    case "another symbol":
      return barsOf(step.closes);
    case "minutes":
      return [...bars, ...barsOf(step.closes, (newest?.time ?? 0) + 2 * MINUTE)];
    case "range slides":
      return bars.slice(Math.min(step.count, bars.length - 1));
    case "tick":
      return newest ? [...bars.slice(0, -1), barOf(newest.time, step.close)] : bars;
    case "late": {
      const at = step.place % Math.max(1, bars.length);
      return bars.map((bar, index) => (index === at ? barOf(bar.time, step.close) : bar));
    }
    case "gap filled": {
      const before = bars[step.place % Math.max(1, bars.length)];
      const time = (before?.time ?? 0) + MINUTE;
      if (!before || bars.some((bar) => bar.time === time)) return bars;
      return [...bars, barOf(time, step.close)].sort((one, other) => one.time - other.time);
    }
  }
}

/** The chart holds the view's bars, led by earlier ones at most, and for each bar with 30 before it its own band. */
function expectDrawn(chart: WatchedChart, view: ChartView): void {
  const data = chart.data();
  const drawn = data.candles as (Bar & { readonly time: number })[];
  expect(drawn.slice(drawn.length - view.bars.length).map(({ time, close }) => ({ time, close }))).toEqual(
    view.bars.map(({ time, close }) => ({ time, close })),
  );
  const rows = withBands(
    drawn.map(({ time, open, high, low, close }) => ({ time, open, high, low, close, volume: 0 })),
  );
  const banded = rows.flatMap(({ time, band }) => (band ? [{ time, band }] : []));
  const values = (name: SeriesName): unknown =>
    (data[name] as { time: number; value: number }[]).map(({ time, value }) => [time, value]);
  for (const name of ["upper", "mean", "lower", "z"] as const) {
    expect(values(name), name).toEqual(banded.map(({ time, band }) => [time, band[name]]));
  }
  expect(values("volume")).toEqual(drawn.map(({ time, close }) => [time, close * 10]));
}

function show(market: MarketChart, symbol: number, bars: readonly Bar[]): ChartView {
  const view: ChartView = { feed: "live", symbol: `S${symbol}`, range: "24h", bars, anomalies: [], decimals: 2 };
  market.show(view);
  return view;
}

it("holds what it was shown, whatever came late, new or gone", () => {
  fc.assert(
    fc.property(fc.array(price, anyLength), fc.array(step, { maxLength: 12, size: "max" }), (closes, steps) => {
      const element = sizedElement();
      const market = createMarketChart(element, readPalette(element), { onHover: vi.fn(), onOpen: vi.fn() });
      try {
        let bars: readonly Bar[] = barsOf(closes);
        let symbol = 0;
        expectDrawn(latestChart(), show(market, symbol, bars));
        for (const next of steps) {
          bars = changed(bars, next);
          if (next.kind === "another symbol") symbol += 1;
          expectDrawn(latestChart(), show(market, symbol, bars));
        }
      } finally {
        market.destroy();
      }
    }),
    { seed: 20_261_120, numRuns: 60 },
  );
}, 60_000);

it("keeps every point of the band when one of the first thirty candles changes", () => {
  const element = sizedElement();
  const market = createMarketChart(element, readPalette(element), { onHover: vi.fn(), onOpen: vi.fn() });
  const bars = barsOf(Array.from({ length: 60 }, (_, index) => 100 + (index % 3)));
  show(market, 0, bars);
  const late = bars.map((bar, index) => (index === 10 ? barOf(bar.time, 103) : bar));
  const setDataCalls = latestChart().setDataCalls;
  expectDrawn(latestChart(), show(market, 0, late));
  expect(latestChart().setDataCalls).toBe(setDataCalls);
  market.destroy();
});
