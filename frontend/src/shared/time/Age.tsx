import { ageText } from "./age";
import { localTime, millisecondsOf, newYorkTime } from "./format";
import { useNow } from "./useNow";

import type { Instant } from "./format";
import type { ReactElement } from "react";

/** `12 s ago`, ticking without a request; the time itself, here and in New York, on hover and for screen readers. */
export function Age({ at }: { readonly at: Instant }): ReactElement {
  const then = millisecondsOf(at);
  const text = useNow((now) => ageText(now - then));
  return (
    <time dateTime={new Date(then).toISOString()} title={`${localTime(then)} · ${newYorkTime(then)} New York`}>
      {text}
    </time>
  );
}
