import type { FeedFilter } from "../domain/filter";
import type { ReactElement } from "react";

const SEVERITIES: readonly FeedFilter["severity"][] = ["all", "MEDIUM", "HIGH"];

interface Props {
  readonly filter: FeedFilter;
  readonly symbols: readonly string[];
  readonly onFilter: (filter: FeedFilter) => void;
}

/** Severity and symbol to show. */
export function FeedFilters({ filter, symbols, onFilter }: Props): ReactElement {
  return (
    <div className="flex items-stretch justify-between border-b border-hairline text-xs">
      <div role="group" aria-label="Severity" className="flex">
        {SEVERITIES.map((severity) => (
          <button
            key={severity}
            type="button"
            aria-pressed={severity === filter.severity}
            onClick={() => {
              onFilter({ ...filter, severity });
            }}
            className="min-h-8 px-3 text-muted max-md:min-h-11 hover:text-text aria-pressed:text-accent"
          >
            {severity === "all" ? "All" : severity}
          </button>
        ))}
      </div>
      <select
        aria-label="Symbol"
        value={filter.symbol ?? ""}
        onChange={(event) => {
          onFilter({ ...filter, symbol: event.target.value || null });
        }}
        className="bg-panel px-2 text-muted hover:text-text"
      >
        <option value="">All symbols</option>
        {symbols.map((symbol) => (
          <option key={symbol} value={symbol}>
            {symbol}
          </option>
        ))}
      </select>
    </div>
  );
}
