import { useEffect, useState } from "react";

import type { RefObject } from "react";

/** How far outside the view a row counts as seen, so that it is filled when it is scrolled in. */
const MARGIN = "200px";

/**
 * Whether an element is in view. A list of 500 symbols that asked for every row's candles at once would be turned away
 * by the API's own limit. Where nobody can tell, everything is in view.
 */
export function useIsSeen(ref: RefObject<Element | null>): boolean {
  const [isSeen, setIsSeen] = useState(!canTell());
  useEffect(() => {
    const element = ref.current;
    if (element === null || !canTell()) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        const newest = entries.at(-1);
        if (newest !== undefined) setIsSeen(newest.isIntersecting);
      },
      { rootMargin: MARGIN },
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, [ref]);
  return isSeen;
}

function canTell(): boolean {
  return "IntersectionObserver" in globalThis;
}
