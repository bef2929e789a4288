import { describe, expect, it } from "vitest";

import { spreadOf, zScore } from "@/shared/market/zscore";

import { candleAt, candles } from "../../../../tests/samples/market";
import { indexOfTime, rowAt, toBars, withBands } from "./rows";

describe("toBars", () => {
  it("counts time in seconds", () => {
    expect(toBars([candleAt(0)])[0]).toMatchObject({ time: Date.UTC(2026, 10, 20, 14, 30) / 1000, open: 100 });
  });

  it("makes the same bar of the same candle", () => {
    const candle = candleAt(0);
    expect(toBars([candle])[0]).toBe(toBars([candle])[0]);
  });

  it("rises strictly, whatever comes: the chart library refuses anything else", () => {
    const bars = toBars([candleAt(0), candleAt(2), candleAt(2, { close: 7 }), candleAt(1)]);
    expect(bars.map((bar) => bar.time)).toEqual(toBars([candleAt(0), candleAt(1)]).map((bar) => bar.time));
    expect(toBars([candleAt(2), candleAt(2, { close: 7 })]).map((bar) => bar.close)).toEqual([7]);
  });
});

describe("withBands", () => {
  it("has no band for the first thirty bars", () => {
    const rows = withBands(toBars(candles(31)));
    expect(rows.slice(0, 30).every((row) => row.band === null)).toBe(true);
    expect(rows[30]?.band).not.toBeNull();
  });

  it("spans 2.5 s around the mean of the thirty closes before, this one left out", () => {
    const bars = toBars([...candles(35), candleAt(35, { close: 90 })]);
    const before = spreadOf(bars.slice(5, 35).map((bar) => bar.close));
    expect(withBands(bars)[35]?.band).toEqual({
      mean: before.mean,
      upper: before.mean + 2.5 * before.s,
      lower: before.mean - 2.5 * before.s,
      z: zScore(90, before),
    });
  });

  it("works out again only what comes after the first other bar", () => {
    const first = toBars(candles(50));
    const rows = withBands(first);
    const bars = [...first.slice(0, 48), ...toBars([candleAt(48, { close: 90 }), candleAt(49), candleAt(50)])];
    const again = withBands(bars, { bars: first, rows });
    expect(again).toEqual(withBands(bars));
    expect(again.map((row, index) => row === rows[index])).toEqual([
      ...Array<boolean>(48).fill(true),
      false,
      false,
      false,
    ]);
  });

  it("agrees with a single row", () => {
    const bars = toBars(candles(50));
    expect([0, 29, 30, 49].map((index) => rowAt(bars, index))).toEqual(
      [0, 29, 30, 49].map((index) => withBands(bars)[index]),
    );
    expect(rowAt(bars, 50)).toBeNull();
    expect(rowAt(bars, -1)).toBeNull();
  });
});

describe("indexOfTime", () => {
  it("finds every bar and nothing between", () => {
    const bars = toBars(candles(9));
    expect(bars.map((bar) => indexOfTime(bars, bar.time))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(indexOfTime(bars, (bars[3]?.time ?? 0) + 1)).toBe(-1);
    expect(indexOfTime([], 1)).toBe(-1);
  });
});
