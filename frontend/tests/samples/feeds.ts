import { minuteAt } from "./market";

import type { Feed, PushFeed } from "@/shared/api/types";

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

/** What a push says of a feed. */
export function pushed({ feed, kind, fixture, run, newest_at }: Feed): PushFeed {
  return { feed, kind, fixture, run, newest_at };
}
