import { describe, expect, it } from "vitest";

import { anomalyAt } from "../../../../tests/samples/market";
import { checkAnomaly } from "./check";

describe("checkAnomaly", () => {
  it("agrees with a verdict that its window supports", () => {
    expect(checkAnomaly(anomalyAt(0))).toMatchObject({ agrees: true, floored: false });
    expect(checkAnomaly(anomalyAt(0))?.z).toBeCloseTo(-5, 9);
  });

  it("disagrees with one that it does not", () => {
    expect(checkAnomaly(anomalyAt(0, { z_score: -5.1 }))?.agrees).toBe(false);
  });

  it("knows the floor of s", () => {
    const flat = anomalyAt(0, { window: Array<number>(30).fill(400), current_price: 400.2, z_score: 5 });
    expect(checkAnomaly(flat)).toMatchObject({ agrees: true, floored: true });
  });

  it("has no opinion without a window", () => {
    expect(checkAnomaly(anomalyAt(0, { window: [] }))).toBeNull();
  });
});
