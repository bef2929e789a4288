import { expect, it } from "vitest";

import { changeColor, changeMark, percentOver } from "./change";
import { sparkPoints } from "./spark";

it.each([
  ["from left to right, high up", [1, 3, 2], "0.0,10.0 10.0,0.0 20.0,5.0"],
  ["level in the middle", [5, 5], "0.0,5.0 20.0,5.0"],
  ["nothing of a single value", [5], ""],
  ["nothing of none", [], ""],
])("draws %s", (_, values, points) => {
  expect(sparkPoints(values, 20, 10)).toBe(points);
});

it.each([
  [[100, 90, 110], 10],
  [[100], 0],
  [[], 0],
  [[0, 5], 0],
])("%j moved by %d percent", (values, percent) => {
  expect(percentOver(values)).toBeCloseTo(percent);
});

it.each([
  [1, "▲", "text-up"],
  [-1, "▼", "text-down"],
  [0.004, "▬", "text-muted"],
])("marks %d percent with more than colour", (percent, mark, color) => {
  expect(changeMark(percent)).toBe(mark);
  expect(changeColor(percent)).toBe(color);
});
