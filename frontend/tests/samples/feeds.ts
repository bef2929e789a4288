import { minuteAt } from "./market";

import type { Feed } from "@/shared/api/types";

/** A replay of flash-crash that began in the first minute. */
export function replayOf(run: string, change: Partial<Feed> = {}): Feed {
  return {
    feed: `flash-crash.${run}`,
    kind: "replay",
    fixture: "flash-crash",
    run,
    symbols: ["AAPL"],
    started_at: minuteAt(0),
    newest_at: minuteAt(0),
    events: 390,
    ...change,
  };
}
