import { ActionButton, Notice } from "@/shared/ui";

import { ROW_HEIGHT } from "../domain/window";

import type { ReactElement } from "react";

const SKELETON_ROWS = 8;

/** Rows to come, in their size. */
export function FeedSkeleton(): ReactElement {
  return (
    <div role="status" aria-label="Loading the anomalies">
      {Array.from({ length: SKELETON_ROWS }, (_, row) => (
        <div
          key={row}
          className="flex animate-pulse flex-col justify-center gap-2 border-b border-hairline px-3 motion-reduce:animate-none"
          style={{ height: ROW_HEIGHT }}
        >
          <div className="h-3 w-3/5 bg-raised" />
          <div className="h-3 w-2/5 bg-raised" />
        </div>
      ))}
    </div>
  );
}

/** No anomaly at all: that is good news, and how to make one. */
export function FeedEmpty(): ReactElement {
  return (
    <Notice>
      <p className="text-text">No anomaly so far.</p>
      <p>Every symbol is judged once it has 30 prices. To see one now, run</p>
      <code className="text-accent">finpulse replay flash-crash</code>
    </Notice>
  );
}

/** The filter hides every anomaly. */
export function FeedNoMatch({ onClear }: { readonly onClear: () => void }): ReactElement {
  return (
    <Notice>
      <p>No anomaly matches the filter.</p>
      <ActionButton onClick={onClear}>Show all</ActionButton>
    </Notice>
  );
}

interface ErrorProps {
  readonly error: string | null;
  readonly onRetry: () => void;
}

/** Nothing to show, because the request failed. */
export function FeedError({ error, onRetry }: ErrorProps): ReactElement {
  return (
    <Notice isAlert>
      <p className="text-text">The anomalies could not be loaded.</p>
      {error !== null && <p>{error}</p>}
      <ActionButton onClick={onRetry}>Retry</ActionButton>
    </Notice>
  );
}

/** The request failed, but anomalies from before are there: they stay, and stay where they are. */
export function FeedWarning({ error, onRetry }: ErrorProps): ReactElement {
  return (
    <div
      role="alert"
      className="absolute inset-x-0 bottom-0 z-10 flex items-center justify-between gap-2 border-t border-accent bg-panel px-3 py-1 text-xs text-text"
    >
      <span>! Not refreshed{error === null ? "" : `: ${error}`}</span>
      <ActionButton onClick={onRetry}>Retry</ActionButton>
    </div>
  );
}
