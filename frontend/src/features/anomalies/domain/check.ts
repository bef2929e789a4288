/** Whether an anomaly's evidence says what its detector found: the figures computed again in the browser. */

import { STDEV_FLOOR_OF_MEAN, spreadOf, zScore } from "@/shared/market/zscore";

import type { Anomaly } from "@/shared/api/types";

/** The detector rounds to float64 after exact sums, the browser sums floats: they may differ in the last places. */
const TOLERANCE = 1e-6;

export interface Check {
  /** What was computed again, in words. */
  readonly of: string;
  /** Its value: z, or the move in per cent where z also weighs what is not stored. */
  readonly value: number;
  readonly agrees: boolean;
  /** Whether s is 0.0001 * mean, because the window was flatter than that. */
  readonly floored: boolean;
}

/** Computes an anomaly's figures again; null if the window is too short for it. */
export function checkAnomaly(anomaly: Anomaly): Check | null {
  return anomaly.scale === null ? checkWindow(anomaly) : checkMove(anomaly, anomaly.scale);
}

function checkWindow(anomaly: Anomaly): Check | null {
  if (anomaly.window.length < 2) return null;
  const spread = spreadOf(anomaly.window);
  const z = zScore(anomaly.current_price, spread);
  return {
    of: "z computed again from the window",
    value: z,
    agrees: isClose(z, anomaly.z_score),
    floored: spread.sampleStdev < STDEV_FLOOR_OF_MEAN * Math.abs(spread.mean),
  };
}

/** How many prices back a move began. Overnight a split is taken out, so its beginning is as stored. */
const BACK: Readonly<Record<NonNullable<Anomaly["scale"]>, number>> = { "1m": 1, "5m": 5, "15m": 15, overnight: 0 };

function checkMove(anomaly: Anomaly, scale: NonNullable<Anomaly["scale"]>): Check | null {
  const begin = BACK[scale] === 0 ? anomaly.mean_price : anomaly.window.at(-BACK[scale]);
  if (begin === undefined) return null;
  const move = 100 * (anomaly.current_price / begin - 1);
  const z = (Math.log(anomaly.current_price / begin) * begin) / anomaly.stdev;
  // Over several minutes z also weighs what was usual at each of them, and cuts jumps.
  const isPlain = BACK[scale] < 2;
  const agrees =
    isClose(begin, anomaly.mean_price) &&
    isClose(move, anomaly.deviation_percent) &&
    (!isPlain || isClose(z, anomaly.z_score)) &&
    follows(anomaly);
  return isPlain
    ? { of: "z computed again from the prices", value: z, agrees, floored: false }
    : { of: "the move in % computed again from the prices", value: move, agrees, floored: false };
}

/** Whether the severity is that of z and the thresholds. */
function follows({ z_score: z, threshold, high_threshold: high, severity }: Anomaly): boolean {
  return Math.abs(z) > threshold && Math.abs(z) > high === (severity === "HIGH");
}

function isClose(one: number, other: number): boolean {
  return Math.abs(one - other) <= TOLERANCE * Math.max(1, Math.abs(one));
}
