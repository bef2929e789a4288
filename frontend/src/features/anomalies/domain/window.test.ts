import { describe, expect, it } from "vitest";

import { ROW_HEIGHT, rowsInSight, scrollAfterShift, scrollToRow } from "./window";

describe("rowsInSight", () => {
  it("is bounded by the viewport, not by the list", () => {
    const { first, end } = rowsInSight(500, 100 * ROW_HEIGHT, 10 * ROW_HEIGHT);
    expect([first, end]).toEqual([94, 116]);
  });

  it("stays within the list", () => {
    expect(rowsInSight(3, 0, 1_000)).toEqual({ first: 0, end: 3 });
    expect(rowsInSight(3, 90_000, 1_000)).toEqual({ first: 3, end: 3 });
    expect(rowsInSight(0, 0, 1_000)).toEqual({ first: 0, end: 0 });
  });
});

describe("scrollToRow", () => {
  it("moves as little as it can", () => {
    const height = 5 * ROW_HEIGHT;
    expect(scrollToRow(2, 0, height)).toBe(0);
    expect(scrollToRow(5, 0, height)).toBe(ROW_HEIGHT);
    expect(scrollToRow(3, 10 * ROW_HEIGHT, height)).toBe(3 * ROW_HEIGHT);
  });
});

describe("scrollAfterShift", () => {
  it("shows what is new at the top, and keeps the place further down", () => {
    expect(scrollAfterShift(0, 2)).toBe(0);
    expect(scrollAfterShift(300, 2)).toBe(300 + 2 * ROW_HEIGHT);
  });
});
