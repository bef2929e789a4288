import { useMemo, useState } from "react";

import { FeedFilters } from "./components/FeedFilters";
import { FeedList } from "./components/FeedList";
import { FeedEmpty, FeedError, FeedNoMatch, FeedSkeleton, FeedWarning } from "./components/FeedStates";
import { SHOW_ALL, applyFilter, symbolsOf } from "./domain/filter";

import type { Anomaly } from "@/shared/api/types";
import type { LoadState } from "@/shared/market/types";
import type { ReactElement } from "react";

export interface AnomalyFeedProps {
  /** Newest first. */
  readonly anomalies: readonly Anomaly[];
  readonly state: LoadState;
  readonly error: string | null;
  readonly onRetry: () => void;
  /** The event whose evidence is open. */
  readonly openId: string | null;
  readonly onOpen: (finding: string) => void;
}

/** Every anomaly, newest first, with filters for severity and symbol. */
export function AnomalyFeed(props: AnomalyFeedProps): ReactElement {
  const { anomalies, state, error, onRetry, openId, onOpen } = props;
  const [filter, setFilter] = useState(SHOW_ALL);
  const shown = useMemo(() => applyFilter(anomalies, filter), [anomalies, filter]);
  const symbols = useMemo(() => symbolsOf(anomalies, filter.symbol), [anomalies, filter.symbol]);
  const isEmpty = anomalies.length === 0;

  return (
    <section aria-label="Anomalies" className="flex h-full min-h-0 flex-col bg-panel">
      <header className="flex min-h-11 items-center gap-3 border-b border-hairline px-3">
        <h2 className="text-sm font-semibold text-text">Anomalies</h2>
        {(!isEmpty || state === "ready") && (
          <span className="num text-xs text-muted">{countText(shown.length, anomalies.length)}</span>
        )}
      </header>
      <FeedFilters filter={filter} symbols={symbols} onFilter={setFilter} />
      <div className="relative min-h-0 flex-1">
        {!isEmpty && state === "error" && <FeedWarning error={error} onRetry={onRetry} />}
        {isEmpty && state === "loading" && <FeedSkeleton />}
        {isEmpty && state === "ready" && <FeedEmpty />}
        {isEmpty && state === "error" && <FeedError error={error} onRetry={onRetry} />}
        {!isEmpty && shown.length === 0 && (
          <FeedNoMatch
            onClear={() => {
              setFilter(SHOW_ALL);
            }}
          />
        )}
        {shown.length > 0 && <FeedList anomalies={shown} openId={openId} onOpen={onOpen} />}
      </div>
    </section>
  );
}

function countText(shown: number, all: number): string {
  return shown === all ? `${all}` : `${shown} of ${all}`;
}
