import { useLayoutEffect, useMemo, useRef, useState } from "react";

import { findingOf } from "@/shared/market/finding";

import { ROW_HEIGHT } from "../domain/window";
import { FeedRow } from "./FeedRow";
import { useRowWindow } from "./useRowWindow";

import type { Anomaly } from "@/shared/api/types";
import type { KeyboardEvent, ReactElement } from "react";

interface Props {
  /** At least one, newest first. */
  readonly anomalies: readonly Anomaly[];
  readonly openId: string | null;
  readonly onOpen: (finding: string) => void;
}

/** A list of any length of which only the rows in sight exist. Up and down move along it, Enter opens. */
export function FeedList({ anomalies, openId, onOpen }: Props): ReactElement {
  const keys = useMemo(() => anomalies.map(findingOf), [anomalies]);
  const { listRef, onScroll, inSight, reveal } = useRowWindow(keys);
  const [activeId, setActiveId] = useState<string | null>(null);
  const shouldFocus = useRef(false);
  const listElement = useRef<HTMLUListElement>(null);
  const active = Math.max(0, activeId === null ? 0 : keys.indexOf(activeId));

  useLayoutEffect(() => {
    if (!shouldFocus.current) return;
    shouldFocus.current = false;
    // preventScroll: the list has been scrolled already, by less than the browser would.
    listElement.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus({ preventScroll: true });
  });

  const onKeyDown = (event: KeyboardEvent): void => {
    const next = nextRow(event.key, active, keys.length);
    if (next === null || event.ctrlKey || event.metaKey || event.altKey) return;
    // The page's own keys choose a symbol with the arrows: here they choose an anomaly.
    event.preventDefault();
    event.stopPropagation();
    shouldFocus.current = true;
    setActiveId(keys[next] ?? null);
    reveal(next);
  };

  return (
    <div ref={listRef} onScroll={onScroll} className="h-full overflow-y-auto overscroll-contain [overflow-anchor:none]">
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys come from the rows' buttons */}
      <ul
        ref={listElement}
        aria-label="Anomalies, newest first"
        className="relative"
        style={{ height: keys.length * ROW_HEIGHT }}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          setActiveId(event.target.closest<HTMLElement>("[data-finding]")?.dataset["finding"] ?? null);
        }}
      >
        {positionsOf(inSight.first, inSight.end, active).map((position) => {
          const anomaly = anomalies[position];
          return (
            anomaly && (
              <FeedRow
                key={findingOf(anomaly)}
                anomaly={anomaly}
                position={position}
                count={keys.length}
                isOpen={keys[position] === openId}
                isTabStop={position === active}
                onOpen={onOpen}
              />
            )
          );
        })}
      </ul>
    </div>
  );
}

/** The rows to render: those in sight, and the active one wherever it is, lest the focus be lost. */
function positionsOf(first: number, end: number, active: number): number[] {
  const positions = Array.from({ length: end - first }, (_, offset) => first + offset);
  if (active < first) return [active, ...positions];
  return active >= end ? [...positions, active] : positions;
}

function nextRow(key: string, active: number, count: number): number | null {
  switch (key) {
    case "ArrowDown":
    case "j":
      return Math.min(count - 1, active + 1);
    case "ArrowUp":
    case "k":
      return Math.max(0, active - 1);
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return null;
  }
}
