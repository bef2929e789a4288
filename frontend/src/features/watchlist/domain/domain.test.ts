import { expect, it } from "vitest";

import { candleAt } from "../../../../tests/samples/market";
import { priceOf } from "../../../../tests/samples/prices";
import { changeColor, changeMark, changeOf, changeTitle } from "./change";
import { sparkPoints } from "./spark";

it.each([
  ["from left to right, high up", [1, 3, 2], "0.0,10.0 10.0,0.0 20.0,5.0"],
  ["level in the middle", [5, 5], "0.0,5.0 20.0,5.0"],
  ["nothing of a single value", [5], ""],
  ["nothing of none", [], ""],
])("draws %s", (_, values, points) => {
  expect(sparkPoints(values, 20, 10)).toBe(points);
});

it("takes the quoted change of the day", () => {
  expect(changeOf(priceOf({ change_percent: -2 }), [candleAt(0)])).toEqual({ percent: -2, since: "close" });
  expect(changeTitle({ percent: -2, since: "close" })).toContain("previous close");
});

it("measures over the sparkline where none is quoted, and says so", () => {
  const change = changeOf(priceOf({ change_percent: null, price: 110 }), [candleAt(0), candleAt(1)]);
  expect(change?.percent).toBeCloseTo(10);
  expect(change && changeTitle(change)).toContain("sparkline");
});

it("knows no change without a quote or a candle", () => {
  expect(changeOf(priceOf({ change_percent: null }), [])).toBeNull();
});

it.each([
  [1, "▲", "text-up"],
  [-1, "▼", "text-down"],
  [0.004, "▬", "text-muted"],
])("marks %d percent with more than colour", (percent, mark, color) => {
  expect(changeMark(percent)).toBe(mark);
  expect(changeColor(percent)).toBe(color);
});
