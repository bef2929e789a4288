/** An event may be an anomaly to several detectors: what tells those apart, in keys and in the page's address. */

import type { Anomaly } from "@/shared/api/types";

const ZSCORE = "zscore";

/** The event's id, with `.<detector>` behind it for others than zscore. */
export function findingOf({ event_id: eventId, detector }: Anomaly): string {
  return detector === ZSCORE ? eventId : `${eventId}.${detector}`;
}

/** The id of the event that a finding is about. */
export function eventOf(finding: string): string {
  return finding.split(".")[0] ?? finding;
}

/** The anomaly that a finding names; where an address names an event alone, any of it. */
export function findAnomaly(anomalies: readonly Anomaly[], finding: string): Anomaly | undefined {
  return (
    anomalies.find((anomaly) => findingOf(anomaly) === finding) ??
    anomalies.find(({ event_id: eventId }) => eventId === finding)
  );
}

/** What a score is called where it stands alone: zscore's is a z. */
export function scoreName({ detector }: Anomaly): string {
  return detector === ZSCORE ? "z" : detector;
}
