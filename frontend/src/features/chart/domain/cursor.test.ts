import { describe, expect, it } from "vitest";

import { candles } from "../../../../tests/samples/market";
import { moveCursor } from "./cursor";
import { toBars } from "./rows";

const bars = toBars(candles(100));
const marked = new Set([10, 40].map((index) => bars[index]?.time ?? 0));

/** Where `key` takes the cursor, as positions; null before the first press, undefined if it does not move. */
function move(from: number | null, key: string, shiftKey = false): number | undefined {
  const time = moveCursor(bars, marked, from === null ? null : (bars[from]?.time ?? null), { key, shiftKey });
  return time === undefined ? undefined : bars.findIndex((bar) => bar.time === time);
}

describe("moveCursor", () => {
  it("enters at the newest bar", () => {
    expect(move(null, "ArrowLeft")).toBe(99);
    expect(move(null, "PageUp")).toBe(99);
  });

  it.each([
    [50, "ArrowLeft", 49],
    [50, "ArrowRight", 51],
    [99, "ArrowRight", 99],
    [0, "ArrowLeft", 0],
    [50, "PageUp", 20],
    [90, "PageDown", 99],
    [50, "Home", 0],
    [50, "End", 99],
  ])("from %i, %s goes to %i", (from, key, to) => {
    expect(move(from, key)).toBe(to);
  });

  it("jumps from anomaly to anomaly with shift, and stays at the last", () => {
    expect(move(null, "ArrowLeft", true)).toBe(40);
    expect(move(40, "ArrowLeft", true)).toBe(10);
    expect(move(10, "ArrowLeft", true)).toBe(10);
    expect(move(10, "ArrowRight", true)).toBe(40);
  });

  it("leaves other keys alone, and an empty chart", () => {
    expect(move(50, "ArrowUp")).toBeUndefined();
    expect(move(50, "1")).toBeUndefined();
    expect(moveCursor([], marked, null, { key: "ArrowLeft", shiftKey: false })).toBeUndefined();
  });

  it("goes on from the nearest bar when its own is gone", () => {
    expect(moveCursor(bars, marked, (bars[50]?.time ?? 0) + 30, { key: "ArrowLeft", shiftKey: false })).toBe(
      bars[49]?.time,
    );
  });
});
