import { durationText } from "@/shared/time";

import type { LoadState } from "@/shared/market/types";
import type { LinkStatus } from "@/shared/push";

export type Tone = "good" | "quiet" | "warn" | "bad";

/** The state of it all in two words, and in a sentence for who asks. */
export interface Verdict {
  readonly label: string;
  readonly tone: Tone;
  readonly detail: string;
}

export interface Situation {
  readonly link: LinkStatus;
  readonly isOnline: boolean;
  /** null: nobody knows. */
  readonly isMarketOpen: boolean | null;
  /** Whether a replay is shown: nothing is due of it. */
  readonly isReplay: boolean;
  /** Of the newest prices. */
  readonly load: LoadState;
  readonly error: string | null;
  /** Age of the newest event in milliseconds; null without any. */
  readonly age: number | null;
  /** How often an event is due. */
  readonly intervalSeconds: number;
}

/** From this many intervals on the newest event is stale, which is also where the API stops to say operational. */
export const STALE_AFTER_INTERVALS = 2;

export function isStale(age: number, intervalSeconds: number): boolean {
  return age > STALE_AFTER_INTERVALS * intervalSeconds * 1000;
}

/** What matters most comes first: what the page cannot know, then how fresh what it knows is. */
export function judge(situation: Situation): Verdict {
  return connectionProblem(situation) ?? freshness(situation);
}

function connectionProblem({ link, isOnline, load, error, age }: Situation): Verdict | null {
  // A socket that lives brings what is new; but without a first answer nobody knows whether there is nothing else.
  if (link === "live" && (age !== null || load !== "error")) return null;
  if (!isOnline) return { label: "Offline", tone: "bad", detail: "No network. What is shown came before." };
  if (load !== "error") return null;
  const kept = age === null ? "" : " What is shown came before.";
  return { label: "Unreachable", tone: "bad", detail: `${error ?? "The API does not answer."}${kept}` };
}

function freshness({ isReplay, isMarketOpen, load, age, intervalSeconds }: Situation): Verdict {
  if (age === null) {
    return load === "loading"
      ? { label: "Loading", tone: "quiet", detail: "Waiting for the first answer." }
      : { label: "No data yet", tone: "quiet", detail: "Run finpulse replay flash-crash to see some." };
  }
  const newest = `The newest event is ${durationText(age)} old`;
  if (isReplay) return { label: "Replay", tone: "quiet", detail: `${newest}; it was recorded, not quoted now.` };
  if (!isStale(age, intervalSeconds)) return { label: "Operational", tone: "good", detail: `${newest}.` };
  if (isMarketOpen === false)
    return { label: "Market closed", tone: "quiet", detail: `${newest}; New York is closed.` };
  return { label: "Stale", tone: "warn", detail: `${newest}; one is due every ${intervalSeconds} s.` };
}
