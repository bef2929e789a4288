/** Where anomalies stand on the chart: a SPIKE above its candle, a DROP below it, several of one minute stacked. */

import { findingOf } from "@/shared/market/finding";

import { indexOfTime, toSeconds } from "./rows";

import type { Bar } from "./rows";
import type { Anomaly } from "@/shared/api/types";

const MINUTE = 60;
/** Pixels between a candle and its first marker, and from one marker of a stack to the next. */
const GAP = 12;
const STEP = 15;
/** A finger needs about 44 px. */
export const HIT_RADIUS = 18;

export interface Marker {
  readonly finding: string;
  readonly time: number;
  /** The price it stands off from: the high for a SPIKE, the low for a DROP. */
  readonly anchor: number;
  readonly direction: Anomaly["direction"];
  readonly severity: Anomaly["severity"];
  /** 0 for the marker nearest to the candle. */
  readonly level: number;
}

/** A marker in pixels: the centre of its triangle. */
export interface PlacedMarker extends Marker {
  readonly x: number;
  readonly y: number;
}

/** The markers of the anomalies whose minute has a bar. */
export function toMarkers(anomalies: readonly Anomaly[], bars: readonly Bar[]): Marker[] {
  const levels = new Map<string, number>();
  const markers: Marker[] = [];
  for (const anomaly of anomalies) {
    const time = minuteOf(anomaly);
    const bar = bars[indexOfTime(bars, time)];
    if (!bar) continue;
    const { direction, severity } = anomaly;
    const finding = findingOf(anomaly);
    const place = `${time} ${direction}`;
    const level = levels.get(place) ?? 0;
    levels.set(place, level + 1);
    markers.push({ finding, time, direction, severity, level, anchor: direction === "SPIKE" ? bar.high : bar.low });
  }
  return markers;
}

const minutes = new WeakMap<Anomaly, number>();

/** The minute an anomaly belongs to, in seconds since 1970. Asked at every tick, so it is read once. */
export function minuteOf(anomaly: Anomaly): number {
  const known = minutes.get(anomaly);
  if (known !== undefined) return known;
  const seconds = toSeconds(anomaly.detected_at);
  const minute = seconds - (seconds % MINUTE);
  minutes.set(anomaly, minute);
  return minute;
}

/** Markers in pixels; `toX` and `toY` are null for what is off the chart, and so are those markers left out. */
export function placeMarkers(
  markers: readonly Marker[],
  toX: (time: number) => number | null,
  toY: (price: number) => number | null,
): PlacedMarker[] {
  return markers.flatMap((marker) => {
    const x = toX(marker.time);
    const anchor = toY(marker.anchor);
    if (x === null || anchor === null) return [];
    const distance = GAP + marker.level * STEP;
    return [{ ...marker, x, y: marker.direction === "SPIKE" ? anchor - distance : anchor + distance }];
  });
}

/** The marker nearest to a point, within a finger's reach. */
export function markerAt(placed: readonly PlacedMarker[], x: number, y: number): PlacedMarker | null {
  let nearest: PlacedMarker | null = null;
  let least = HIT_RADIUS;
  for (const marker of placed) {
    const distance = Math.hypot(marker.x - x, marker.y - y);
    if (distance < least) {
      nearest = marker;
      least = distance;
    }
  }
  return nearest;
}
