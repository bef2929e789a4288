import { describe, expect, it } from "vitest";

import { spreadBetween, spreadOf, zScore } from "./zscore";

describe("spreadOf", () => {
  it("has the sample standard deviation", () => {
    expect(spreadOf([2, 4, 4, 4, 5, 5, 7, 9]).sampleStdev).toBeCloseTo(2.13809, 5);
    expect(spreadOf([2, 4, 4, 4, 5, 5, 7, 9]).mean).toBe(5);
  });

  it("floors s at 0.0001 of the mean, as the detector does", () => {
    const flat = spreadOf([400, 400, 400]);
    expect(flat.sampleStdev).toBe(0);
    expect(flat.s).toBeCloseTo(0.04, 12);
    expect(zScore(400.1, flat)).toBeCloseTo(2.5, 6);
  });

  it("can look at a part of a list", () => {
    expect(spreadBetween([99, 1, 2, 3, 99], 1, 4)).toEqual(spreadOf([1, 2, 3]));
  });
});

describe("zScore", () => {
  it("is negative below the mean", () => {
    expect(zScore(8, { mean: 10, sampleStdev: 0.5, s: 0.5 })).toBe(-4);
  });
});
