/** Which anomalies the feed shows. */

import type { Anomaly } from "@/shared/api/types";

export interface FeedFilter {
  readonly severity: "all" | Anomaly["severity"];
  /** null for every symbol. */
  readonly symbol: string | null;
}

export const SHOW_ALL: FeedFilter = { severity: "all", symbol: null };

/** The anomalies that pass the filter, in their order; the list itself if all do. */
export function applyFilter(anomalies: readonly Anomaly[], filter: FeedFilter): readonly Anomaly[] {
  if (!isFiltering(filter)) return anomalies;
  return anomalies.filter(
    ({ severity, symbol }) =>
      (filter.severity === "all" || severity === filter.severity) &&
      (filter.symbol === null || symbol === filter.symbol),
  );
}

/** Whether the filter can hide anything. */
export function isFiltering(filter: FeedFilter): boolean {
  return filter.severity !== "all" || filter.symbol !== null;
}

/** The symbols to choose from, by name; the chosen one stays even when it has no anomaly any more. */
export function symbolsOf(anomalies: readonly Anomaly[], chosen: string | null): string[] {
  const symbols = new Set(anomalies.map((anomaly) => anomaly.symbol));
  if (chosen !== null) symbols.add(chosen);
  return [...symbols].sort();
}
