import { ActionButton, Command, Notice } from "@/shared/ui";

import { ROW_GRID } from "./TickerRow";

import type { ReactElement } from "react";

const SKELETON_ROWS = 5;

/** Rows to come, in their size. */
export function ListSkeleton(): ReactElement {
  return (
    <div role="status" aria-label="Loading the prices">
      {Array.from({ length: SKELETON_ROWS }, (_, row) => (
        <div key={row} className={`${ROW_GRID} h-11 border-b border-hairline max-md:h-14`}>
          <span className="skeleton h-3 w-10" />
          <span className="skeleton h-3" />
          <span className="skeleton h-3" />
          <span className="skeleton h-3" />
        </div>
      ))}
    </div>
  );
}

/** Nothing came through the feed so far. */
export function ListEmpty({ isReplay }: { readonly isReplay: boolean }): ReactElement {
  if (isReplay) {
    return (
      <Notice>
        <p className="text-text">There is no price of this replay.</p>
        <p>It has not sent one yet, or it was sent more than a day ago.</p>
      </Notice>
    );
  }
  return (
    <Notice>
      <p className="text-text">No prices yet.</p>
      <p>They show up here by themselves. To send some now, run</p>
      <Command text="finpulse replay flash-crash" />
    </Notice>
  );
}

interface ErrorProps {
  readonly error: string | null;
  readonly onRetry: () => void;
}

/** Nothing to show, because the request failed. */
export function ListError({ error, onRetry }: ErrorProps): ReactElement {
  return (
    <Notice isAlert>
      <p className="text-text">The prices could not be loaded.</p>
      {error !== null && <p>{error}</p>}
      <ActionButton onClick={onRetry}>Retry</ActionButton>
    </Notice>
  );
}

/** The request failed, but prices from before are there: they stay. */
export function ListWarning({ error, onRetry }: ErrorProps): ReactElement {
  return (
    <div role="alert" className="flex items-center justify-between gap-2 border-t border-accent p-2 text-xs">
      <span>! Not refreshed{error === null ? "" : `: ${error}`}</span>
      <ActionButton onClick={onRetry}>Retry</ActionButton>
    </div>
  );
}
