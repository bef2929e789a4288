/** How an anomaly reads: marks that do not rest on colour, and what became of its alert. */

import { fixtureOf, isReplay } from "@/shared/market/feeds";

import type { Anomaly } from "@/shared/api/types";

/** ▲ up, ▼ down. */
export function directionMark(direction: Anomaly["direction"]): string {
  return direction === "SPIKE" ? "▲" : "▼";
}

/** `!!` for HIGH, `!` for MEDIUM, as the command line writes it. */
export function severityMark(severity: Anomaly["severity"]): string {
  return severity === "HIGH" ? "!!" : "!";
}

/** The recording a replayed anomaly came from; null for the live market. */
export function replayOf({ feed }: Anomaly): string | null {
  return isReplay(feed) ? fixtureOf(feed) : null;
}

/** What became of the e-mail. The API does not name the alert that silenced this one; the command does. */
export function fateText(anomaly: Anomaly): string {
  if (anomaly.alerted) return "E-mailed";
  return `Not e-mailed: cooling down after an earlier ${anomaly.symbol} ${anomaly.direction} alert, or just being sent`;
}

/** The command that explains it in the terminal. */
export function explainCommand(eventId: string): string {
  return `finpulse anomalies explain ${eventId}`;
}
