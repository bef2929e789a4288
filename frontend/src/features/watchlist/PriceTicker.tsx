import { ListEmpty, ListError, ListSkeleton, ListWarning } from "./components/ListStates";
import { ROW_GRID, TickerRow } from "./components/TickerRow";

import type { LoadState } from "@/shared/market/types";
import type { ReactElement } from "react";

export interface PriceTickerProps {
  readonly symbols: readonly string[];
  /** Whether they are a replay's. */
  readonly isReplay: boolean;
  /** The one on the chart. */
  readonly selected: string | null;
  readonly state: LoadState;
  readonly error: string | null;
  readonly onSelect: (symbol: string) => void;
  readonly onRetry: () => void;
}

/** Every symbol with its price, its change and the shape of its last hour. */
export function PriceTicker(props: PriceTickerProps): ReactElement {
  const { symbols, isReplay, selected, state, error, onSelect, onRetry } = props;
  const isEmpty = symbols.length === 0;
  const tabStop = selected !== null && symbols.includes(selected) ? selected : symbols[0];
  return (
    <section aria-label="Watchlist" className="flex h-full min-h-0 flex-col bg-panel">
      <div
        className={`${ROW_GRID} min-h-11 border-b border-l-2 border-hairline border-l-transparent text-[10px] tracking-wider text-muted uppercase`}
      >
        <h2 className="font-normal">Symbol</h2>
        <span className="whitespace-nowrap">Last hour</span>
        <span className="text-right">Price</span>
        <span className="text-right">Change</span>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {isEmpty && state === "loading" && <ListSkeleton />}
        {isEmpty && state === "ready" && <ListEmpty isReplay={isReplay} />}
        {isEmpty && state === "error" && <ListError error={error} onRetry={onRetry} />}
        {!isEmpty && (
          <ul>
            {symbols.map((symbol) => (
              <TickerRow
                key={symbol}
                symbol={symbol}
                isSelected={symbol === selected}
                isTabStop={symbol === tabStop}
                onSelect={onSelect}
              />
            ))}
          </ul>
        )}
      </div>
      {!isEmpty && state === "error" && <ListWarning error={error} onRetry={onRetry} />}
    </section>
  );
}
