import { durationText, millisecondsOf, useNow } from "@/shared/time";

import { isStale } from "../domain/verdict";
import { Cell } from "./Cell";

import type { ReactElement } from "react";

interface Props {
  /** When the newest event was quoted; asked for once a second. */
  readonly newestAt: () => string | null;
  /** How often an event is due; null where none is. */
  readonly intervalSeconds: number | null;
}

const SECONDS_UP_TO_MS = 180_000;

/** While it matters whether the next event is late, by the second. */
function lagText(milliseconds: number): string {
  if (milliseconds < 0) return "0 s";
  return milliseconds < SECONDS_UP_TO_MS ? `${Math.floor(milliseconds / 1000)} s` : durationText(milliseconds);
}

/** How old the newest event is, ticking. */
export function Lag({ newestAt, intervalSeconds }: Props): ReactElement {
  const text = useNow((now) => {
    const at = newestAt();
    return at === null ? "–" : lagText(now - millisecondsOf(at));
  });
  const stale = useNow((now) => {
    const at = newestAt();
    return at !== null && intervalSeconds !== null && isStale(now - millisecondsOf(at), intervalSeconds);
  });
  return (
    <Cell
      name="Lag"
      title={`Age of the newest event${intervalSeconds === null ? "" : `; one is due every ${intervalSeconds} s`}`}
      tone={stale ? "warn" : "good"}
      className="w-20"
    >
      {text}
    </Cell>
  );
}
