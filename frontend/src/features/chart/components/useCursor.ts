import { useMemo, useState } from "react";

import { findingOf } from "@/shared/market/finding";

import { moveCursor } from "../domain/cursor";
import { minuteOf } from "../domain/markers";

import type { Bar } from "../domain/rows";
import type { Anomaly } from "@/shared/api/types";
import type { KeyboardEvent } from "react";

interface Cursor {
  /** The bar's time, or null while the keyboard is not on the chart. */
  readonly time: number | null;
  /** The anomalies of the bar it is on, strongest first. */
  readonly anomalies: readonly Anomaly[];
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly clear: () => void;
}

/** The keyboard's place on the chart. `onMove` hears of every move, `onOpen` of Enter on a bar with an anomaly. */
export function useCursor(
  bars: readonly Bar[],
  anomalies: readonly Anomaly[],
  onMove: (time: number | null) => void,
  onOpen: (finding: string) => void,
): Cursor {
  const [time, setTime] = useState<number | null>(null);
  const marked = useMemo(() => new Set(anomalies.map(minuteOf)), [anomalies]);
  const here = useMemo(() => anomaliesAt(anomalies, time), [anomalies, time]);

  const goTo = (next: number | null): void => {
    setTime(next);
    onMove(next);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = moveCursor(bars, marked, time, event);
    const strongest = here[0];
    if (next !== undefined) goTo(next);
    else if (event.key === "Enter" && strongest) onOpen(findingOf(strongest));
    else if (event.key === "Escape" && time !== null) goTo(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const clear = (): void => {
    if (time !== null) goTo(null);
  };
  return { time, anomalies: here, onKeyDown, clear };
}

function anomaliesAt(anomalies: readonly Anomaly[], time: number | null): readonly Anomaly[] {
  if (time === null) return [];
  return anomalies
    .filter((anomaly) => minuteOf(anomaly) === time)
    .sort((left, right) => Math.abs(right.z_score) - Math.abs(left.z_score));
}
