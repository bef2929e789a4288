import { describe, expect, it } from "vitest";

import { candleAt, candles } from "../../../../tests/samples/market";
import { MAX_KEPT, MAX_UPDATES, changeBetween, keepEarlier } from "./change";
import { toBars, withBands } from "./rows";

import type { Row } from "./rows";
import type { Candle } from "@/shared/api/types";

function rowsOf(list: readonly Candle[]): Row[] {
  return withBands(toBars(list));
}

function updated(drawn: readonly Candle[], wanted: readonly Candle[]): number[] | string {
  const change = changeBetween(rowsOf(drawn), rowsOf(wanted));
  if (change.kind !== "update") return change.kind;
  const times = rowsOf(wanted).map((row) => row.time);
  return change.rows.map((row) => times.indexOf(row.time));
}

describe("changeBetween", () => {
  it("finds nothing in equal rows, though they are new objects", () => {
    expect(updated(candles(40), candles(40))).toBe("none");
  });

  it("updates the newest bar alone when it moves", () => {
    expect(updated(candles(40), [...candles(39), candleAt(39, { close: 101 })])).toEqual([39]);
    expect(updated(candles(40), [...candles(39), candleAt(39, { volume: 1 })])).toEqual([39]);
  });

  it("adds new bars", () => {
    expect(updated(candles(40), candles(42))).toEqual([40, 41]);
  });

  it("updates a bar that came late, and the bands that rest on it", () => {
    const late = candles(80).map((candle, index) => (index === 35 ? candleAt(35, { close: 103 }) : candle));
    expect(updated(candles(80), late)).toEqual(Array.from({ length: 31 }, (_, offset) => 35 + offset));
  });

  it("replaces everything for another history", () => {
    const other = candles(40).map((candle) => ({ ...candle, close: candle.close + 5 }));
    expect(updated([], candles(3))).toBe("replace");
    expect(updated(candles(40), candles(60).slice(20))).toBe("replace");
    expect(updated(candles(40), candles(30))).toBe("replace");
    expect(updated(candles(40), [...candles(20), ...candles(41).slice(21)])).toBe("replace");
    expect(updated(other, candles(40))).toHaveLength(40);
    expect(updated(candles(2), candles(3 + MAX_UPDATES))).toBe("replace");
  });
});

describe("keepEarlier", () => {
  const held = toBars(candles(500));

  it("keeps what a sliding range left behind", () => {
    expect(keepEarlier(held, toBars(candles(501).slice(1)))).toEqual(toBars(candles(501)));
  });

  it("lets it go once too much has gathered, or nothing fits", () => {
    const far = toBars(candles(520).slice(MAX_KEPT + 1));
    expect(keepEarlier(held, far)).toBe(far);
    const other = toBars(candles(900).slice(600));
    expect(keepEarlier(held, other)).toBe(other);
    expect(keepEarlier(held, [])).toEqual([]);
  });
});
