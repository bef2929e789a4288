/** Whether the window really says what the detector found: the figures computed again in the browser. */

import { STDEV_FLOOR_OF_MEAN, spreadOf, zScore } from "@/shared/market/zscore";

import type { Anomaly } from "@/shared/api/types";

/** The detector rounds to float64 after exact sums, the browser sums floats: they may differ in the last places. */
const TOLERANCE = 1e-6;

export interface Check {
  /** z from the window. */
  readonly z: number;
  readonly agrees: boolean;
  /** Whether s is 0.0001 * mean, because the window was flatter than that. */
  readonly floored: boolean;
}

/** Recomputes an anomaly's z from its window; null if the window is too short to have a spread. */
export function checkAnomaly(anomaly: Anomaly): Check | null {
  if (anomaly.window.length < 2) return null;
  const spread = spreadOf(anomaly.window);
  const z = zScore(anomaly.current_price, spread);
  return {
    z,
    agrees: Math.abs(z - anomaly.z_score) <= TOLERANCE * Math.max(1, Math.abs(z)),
    floored: spread.sampleStdev < STDEV_FLOOR_OF_MEAN * Math.abs(spread.mean),
  };
}
