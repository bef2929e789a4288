/** How an anomaly reads: marks that do not rest on colour, and what became of its alert. */

import { fixtureOf, isReplay } from "@/shared/market/feeds";
import { localTime } from "@/shared/time";

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

/** In one word, with a mark. */
export function fateMark(anomaly: Anomaly): string {
  if (anomaly.alerted) return "✓ sent";
  return anomaly.held_by === null ? "– not sent" : "‖ held";
}

/** What became of the alert. The API does not name the alert that silenced this one; the command does. */
export function fateText(anomaly: Anomaly): string {
  if (anomaly.alerted) return ["E-mailed", ...anomaly.delivered_to].join(", ");
  if (anomaly.held_by !== null) return `Held by ${holderText(anomaly.held_by)}${untilText(anomaly.held_until)}`;
  return `Not e-mailed: cooling down after an earlier ${anomaly.symbol} ${anomaly.direction} alert, or just being sent`;
}

/** `silence:k3f9q2` or `quiet_hours`, as people say it. */
function holderText(heldBy: string): string {
  return heldBy.replace("_", " ").replace(":", " ");
}

function untilText(until: string | null): string {
  return until === null ? "" : ` until ${localTime(Date.parse(until))}`;
}

/** The command that explains it in the terminal. */
export function explainCommand({ event_id: eventId, detector }: Anomaly): string {
  const option = detector === "zscore" ? "" : ` --detector ${detector}`;
  return `finpulse anomalies explain ${eventId}${option}`;
}

const OVER: Readonly<Record<NonNullable<Anomaly["scale"]>, string>> = {
  "1m": "within a minute",
  "5m": "within 5 minutes",
  "15m": "within 15 minutes",
  overnight: "while the market was closed",
};

/** The time over which a price moved, in words; null where its detector does not measure moves. */
export function overText({ scale }: Anomaly): string | null {
  return scale === null ? null : OVER[scale];
}
