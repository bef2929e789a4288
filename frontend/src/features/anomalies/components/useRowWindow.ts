import { useCallback, useLayoutEffect, useRef, useState } from "react";

import { rowsInSight, scrollAfterShift, scrollToRow } from "../domain/window";

import type { RowWindow } from "../domain/window";
import type { RefCallback, UIEvent } from "react";

/** Before the list is measured: about a tall screen. */
const ASSUMED_HEIGHT = 900;

interface Handle {
  readonly listRef: RefCallback<HTMLElement>;
  readonly onScroll: (event: UIEvent<HTMLElement>) => void;
  readonly inSight: RowWindow;
  readonly reveal: (row: number) => void;
}

/**
 * Which rows of a scrolled list to render. `keys` are the rows' identities, newest first: rows that come in on top
 * do not move what is being read further down.
 */
export function useRowWindow(keys: readonly string[]): Handle {
  const element = useRef<HTMLElement | null>(null);
  const [scrollTop, setScrollTop] = useState(0);
  const [height, setHeight] = useState(ASSUMED_HEIGHT);
  const firstKey = useRef(keys[0]);

  const listRef = useCallback((list: HTMLElement | null) => {
    element.current = list;
    if (!list) return undefined;
    const observer = new ResizeObserver(() => {
      setHeight(list.clientHeight || ASSUMED_HEIGHT);
    });
    observer.observe(list);
    return () => {
      observer.disconnect();
      element.current = null;
    };
  }, []);

  useLayoutEffect(() => {
    const list = element.current;
    const shift = firstKey.current === undefined ? -1 : keys.indexOf(firstKey.current);
    firstKey.current = keys[0];
    if (list && shift > 0) list.scrollTop = scrollAfterShift(list.scrollTop, shift);
  }, [keys]);

  const onScroll = (event: UIEvent<HTMLElement>): void => {
    setScrollTop(event.currentTarget.scrollTop);
  };
  const reveal = (row: number): void => {
    const list = element.current;
    if (list) list.scrollTop = scrollToRow(row, list.scrollTop, list.clientHeight || ASSUMED_HEIGHT);
  };
  return { listRef, onScroll, inSight: rowsInSight(keys.length, scrollTop, height), reveal };
}
