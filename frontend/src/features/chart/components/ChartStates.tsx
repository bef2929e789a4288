import { ActionButton, Notice } from "@/shared/ui";

import type { ReactElement, ReactNode } from "react";

/** Top and height of each bar in percent. */
// prettier-ignore
const SKELETON_BARS = [
  [46, 18], [42, 14], [48, 22], [38, 16], [35, 20], [41, 12], [33, 18], [28, 14], [34, 22], [30, 12],
  [25, 18], [31, 24], [40, 20], [52, 26], [60, 18], [57, 12], [50, 20], [46, 14], [41, 18], [37, 16],
  [42, 12], [36, 18], [30, 14], [33, 20], [27, 16], [24, 12], [29, 18], [22, 14], [26, 20], [20, 16],
] as const;

/** The shape of the chart to come, in its place and size. */
export function ChartSkeleton({ symbol }: { readonly symbol: string }): ReactElement {
  return (
    <div className="absolute inset-0 z-10 bg-panel" role="status" aria-label={`Loading the candles of ${symbol}`}>
      <svg
        className="h-[78%] w-full animate-pulse pr-16 text-hairline motion-reduce:animate-none"
        viewBox="0 0 300 100"
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {SKELETON_BARS.map(([top, height], index) => (
          <rect key={index} x={index * 10 + 2} y={top} width={6} height={height} fill="currentColor" />
        ))}
      </svg>
    </div>
  );
}

interface EmptyProps {
  readonly symbol: string;
  readonly isReplay: boolean;
}

/** No candle in the range: what to run, or that this replay has none. */
export function ChartEmpty({ symbol, isReplay }: EmptyProps): ReactElement {
  if (isReplay) {
    return (
      <Cover>
        <p className="text-text">No candles of {symbol} in this replay.</p>
        <p>It has not sent any yet, or not within the last 24 hours.</p>
      </Cover>
    );
  }
  return (
    <Cover>
      <p className="text-text">No candles of {symbol} in this range yet.</p>
      <p>
        A minute of the market arrives every minute. To see a crash now, run{" "}
        <code className="whitespace-nowrap text-accent">finpulse replay flash-crash</code>
      </p>
    </Cover>
  );
}

interface ErrorProps {
  readonly error: string | null;
  readonly onRetry: () => void;
}

/** Nothing to show, because the request failed. */
export function ChartError({ error, onRetry }: ErrorProps): ReactElement {
  return (
    <Cover isAlert>
      <p className="text-text">The candles could not be loaded.</p>
      {error !== null && <p>{error}</p>}
      <ActionButton onClick={onRetry}>Retry</ActionButton>
    </Cover>
  );
}

/** The request failed, but candles from before are there: they stay. */
export function ChartWarning({ error, onRetry }: ErrorProps): ReactElement {
  return (
    <div
      role="alert"
      className="absolute top-2 left-2 z-10 flex max-w-[80%] items-center gap-3 border border-accent bg-panel px-3 py-1 text-xs text-text"
    >
      <span>! Not refreshed{error === null ? "" : `: ${error}`}</span>
      <ActionButton onClick={onRetry}>Retry</ActionButton>
    </div>
  );
}

interface CoverProps {
  readonly children: ReactNode;
  readonly isAlert?: boolean;
}

/** Covers the canvas, which stays where it is: the chart appears without anything moving. */
function Cover({ children, isAlert = false }: CoverProps): ReactElement {
  return (
    <div className="absolute inset-0 z-10 bg-panel">
      <Notice isAlert={isAlert}>{children}</Notice>
    </div>
  );
}
