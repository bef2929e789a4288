import { ageText, durationText } from "./age";
import { localTime, millisecondsOf, newYorkTime } from "./format";
import { useNow } from "./useNow";

import type { Instant } from "./format";
import type { ReactElement } from "react";

interface Props {
  readonly at: Instant;
  /** `12 s` where there is no room for more. */
  readonly isShort?: boolean;
}

/** `12 s ago`, ticking without a request; the time itself, here and in New York, on hover and for screen readers. */
export function Age({ at, isShort = false }: Props): ReactElement {
  const then = millisecondsOf(at);
  const text = useNow((now) => (isShort ? durationText : ageText)(now - then));
  return (
    <time dateTime={new Date(then).toISOString()} title={`${localTime(then)} · ${newYorkTime(then)} New York`}>
      {text}
    </time>
  );
}
