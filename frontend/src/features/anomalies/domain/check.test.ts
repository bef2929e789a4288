import { describe, expect, it } from "vitest";

import { anomalyAt } from "../../../../tests/samples/market";
import { checkAnomaly } from "./check";

import type { Anomaly } from "@/shared/api/types";

describe("checkAnomaly", () => {
  it("agrees with a verdict that its window supports", () => {
    expect(checkAnomaly(anomalyAt(0))).toMatchObject({ agrees: true, floored: false });
    expect(checkAnomaly(anomalyAt(0))?.value).toBeCloseTo(-5, 9);
  });

  it("disagrees with one that it does not", () => {
    expect(checkAnomaly(anomalyAt(0, { z_score: -5.1 }))?.agrees).toBe(false);
  });

  it("knows the floor of s", () => {
    const flat = anomalyAt(0, { window: Array<number>(30).fill(400), current_price: 400.2, z_score: 5 });
    expect(checkAnomaly(flat)).toMatchObject({ agrees: true, floored: true });
  });

  describe("of a move", () => {
    const window = Array.from({ length: 15 }, (_, place) => 100 + place / 100);
    const move = (change: Partial<Anomaly>): Anomaly =>
      anomalyAt(0, { detector: "calibrated", window, threshold: 3, high_threshold: 5, z_score: -6, ...change });
    const minute = move({ scale: "1m", mean_price: 100.14, stdev: 0.19 });
    const z = (Math.log(99 / 100.14) * 100.14) / 0.19;

    it("agrees where it begins at the price of that time, and the verdict follows", () => {
      const plain = { ...minute, z_score: z, deviation_percent: 100 * (99 / 100.14 - 1) };
      expect(checkAnomaly(plain)).toMatchObject({ agrees: true, of: "z computed again from the prices" });
      for (const [scale, begin] of [
        ["5m", 100.1],
        ["15m", 100],
      ] as const) {
        const slow = move({ scale, mean_price: begin, deviation_percent: 100 * (99 / begin - 1) });
        expect(checkAnomaly(slow)).toMatchObject({ agrees: true, value: slow.deviation_percent });
        expect(checkAnomaly({ ...slow, mean_price: begin + 0.01 })?.agrees).toBe(false);
        expect(checkAnomaly({ ...slow, severity: "MEDIUM" })?.agrees).toBe(false);
        expect(checkAnomaly({ ...slow, threshold: 7, high_threshold: 9 })?.agrees).toBe(false);
      }
    });

    it("takes the beginning of a night as it is stored, for a split is taken out of it", () => {
      const night = { ...minute, scale: "overnight", mean_price: 200, deviation_percent: -50.5 } as const;
      expect(checkAnomaly({ ...night, stdev: (200 * Math.log(2)) / 6, z_score: -6.087 })?.of).toContain("z");
    });

    it("has no opinion on a window that does not reach back so far", () => {
      expect(checkAnomaly({ ...minute, scale: "15m", window: [100] })).toBeNull();
    });
  });

  it("has no opinion without a window", () => {
    expect(checkAnomaly(anomalyAt(0, { window: [] }))).toBeNull();
  });
});
