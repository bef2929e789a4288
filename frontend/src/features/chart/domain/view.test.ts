import { describe, expect, it } from "vitest";

import { candles } from "../../../../tests/samples/market";
import { toBars } from "./rows";
import { firstWithin, shiftToShow, visibleSpan } from "./view";

const day = toBars(candles(1_440));

describe("firstWithin", () => {
  it("counts back from the newest bar, whenever that was", () => {
    expect(firstWithin(day, "1h")).toBe(1_380);
    expect(firstWithin(day, "6h")).toBe(1_080);
    expect(firstWithin(day, "24h")).toBe(0);
    expect(firstWithin([], "1h")).toBe(0);
  });
});

describe("visibleSpan", () => {
  it("ends a little after the newest bar", () => {
    expect(visibleSpan(day, "1h")).toEqual({ from: 1_379, to: 1_441.5 });
  });

  it("does not blow a few bars up", () => {
    const { from, to } = visibleSpan(toBars(candles(3)), "1h");
    expect(to - from).toBeGreaterThan(40);
  });
});

describe("shiftToShow", () => {
  const shown = { from: 40, to: 80 };

  it("moves only for a bar out of sight, and shows what is around it", () => {
    expect(shiftToShow(40, shown, 100)).toBe(0);
    expect(shiftToShow(80, shown, 100)).toBe(0);
    expect(shiftToShow(30, shown, 100)).toBe(-15);
    expect(shiftToShow(85, shown, 100)).toBe(10);
  });

  it("does not go beyond the ends", () => {
    expect(shiftToShow(2, shown, 100)).toBe(-41);
    expect(shiftToShow(99, shown, 100)).toBe(21);
  });
});
