import { useId, useMemo, useState } from "react";

import { isReplay } from "@/shared/market/feeds";

import { ChartEmpty, ChartError, ChartSkeleton, ChartWarning } from "./components/ChartStates";
import { Legend } from "./components/Legend";
import { RangeButtons } from "./components/RangeButtons";
import { useCursor } from "./components/useCursor";
import { useMarketChart } from "./components/useMarketChart";
import { TIME_AXIS_HEIGHT, UPPER_PANE_SHARE } from "./engine/options";
import { indexOfTime, rowAt, toBars } from "./domain/rows";
import { rowText, summaryText } from "./domain/summary";

import type { ChartView } from "./engine/marketChart";
import type { Anomaly, Candle } from "@/shared/api/types";
import type { LoadState, Range } from "@/shared/market/types";
import type { ReactElement } from "react";

export interface PriceChartProps {
  /** The feed that the symbol is of. */
  readonly feed: string;
  readonly symbol: string;
  readonly range: Range;
  /** Oldest first. Those before the range, if given, feed the band of its first half hour. */
  readonly candles: readonly Candle[];
  /** How many decimals the symbol's prices are shown with. */
  readonly decimals: number;
  /** Of this symbol. */
  readonly anomalies: readonly Anomaly[];
  readonly state: LoadState;
  readonly error: string | null;
  readonly onRange: (range: Range) => void;
  readonly onOpenAnomaly: (eventId: string) => void;
  readonly onRetry: () => void;
}

/** Candles with volume, the band of the closes before, and the anomalies as markers. */
export function PriceChart(props: PriceChartProps): ReactElement {
  const { feed, symbol, range, candles, decimals, anomalies, state, error, onRange, onOpenAnomaly, onRetry } = props;
  const [hovered, setHovered] = useState<number | null>(null);
  const summaryId = useId();
  const bars = useMemo(() => toBars(candles), [candles]);
  const view = useMemo<ChartView>(
    () => ({ feed, symbol, range, bars, anomalies, decimals }),
    [feed, symbol, range, bars, anomalies, decimals],
  );
  const { hostRef, chart } = useMarketChart(view, { onHover: setHovered, onOpen: onOpenAnomaly });
  const cursor = useCursor(bars, anomalies, (time) => chart?.pointAt(time), onOpenAnomaly);

  const newest = bars.length - 1;
  const cursorIndex = cursor.time === null ? -1 : indexOfTime(bars, cursor.time);
  const cursorRow = rowAt(bars, cursorIndex);
  const hoveredRow = hovered === null ? null : rowAt(bars, indexOfTime(bars, hovered));
  const isEmpty = bars.length === 0;

  return (
    <section aria-label={`${symbol} chart`} className="@container flex h-full min-h-0 flex-col bg-panel">
      <header className="flex h-20 shrink-0 flex-wrap items-stretch border-b border-hairline pl-3 @2xl:h-11 @2xl:flex-nowrap @2xl:gap-4">
        <h2 className="flex h-11 items-center text-sm font-semibold text-text">{symbol}</h2>
        <div className="order-last flex h-9 min-w-0 basis-full items-start overflow-hidden @2xl:order-none @2xl:h-11 @2xl:flex-1 @2xl:items-center">
          <Legend row={hoveredRow ?? cursorRow ?? rowAt(bars, newest)} decimals={decimals} />
        </div>
        <RangeButtons
          range={range}
          onRange={(choice) => {
            if (choice === range) chart?.fit();
            else onRange(choice);
          }}
        />
      </header>
      <div className="relative min-h-0 flex-1">
        <div
          role="slider"
          tabIndex={isEmpty ? -1 : 0}
          aria-label={`Candles of ${symbol}`}
          aria-describedby={summaryId}
          aria-orientation="horizontal"
          aria-valuemin={1}
          aria-valuemax={Math.max(1, bars.length)}
          aria-valuenow={Math.max(1, (cursorIndex === -1 ? newest : cursorIndex) + 1)}
          aria-valuetext={cursorRow ? rowText(cursorRow, cursor.anomalies, decimals) : "newest candle"}
          onKeyDown={cursor.onKeyDown}
          onBlur={cursor.clear}
          className="absolute inset-0 outline-offset-[-2px]"
        >
          <div ref={hostRef} aria-hidden="true" className="absolute inset-0 isolate" />
        </div>
        {!isEmpty && <ZTitle />}
        {isEmpty && state === "loading" && <ChartSkeleton symbol={symbol} />}
        {isEmpty && state === "ready" && <ChartEmpty symbol={symbol} isReplay={isReplay(feed)} />}
        {isEmpty && state === "error" && <ChartError error={error} onRetry={onRetry} />}
        {!isEmpty && state === "error" && <ChartWarning error={error} onRetry={onRetry} />}
        <p id={summaryId} className="sr-only">
          {summaryText(symbol, range, bars, anomalies, decimals)}
        </p>
        <ChartCredit />
      </div>
    </section>
  );
}

/** Says what the lower pane shows; it lies on the pane's upper edge. */
function ZTitle(): ReactElement {
  const top = `calc((100% - ${TIME_AXIS_HEIGHT}px) * ${UPPER_PANE_SHARE} + 3px)`;
  return (
    <p className="pointer-events-none absolute left-2 text-[10px] leading-4 text-muted" style={{ top }}>
      z of closes, from candles · lines at 2.5 and 3.5
    </p>
  );
}

/** The library's licence asks for its notice and this link where users see them. */
function ChartCredit(): ReactElement {
  return (
    <a
      href="https://www.tradingview.com/"
      target="_blank"
      rel="noreferrer"
      title="TradingView Lightweight Charts™, Copyright (c) 2025 TradingView, Inc."
      className="absolute right-0 bottom-0 flex h-7 w-[66px] items-center justify-center bg-panel text-[10px] text-muted hover:text-text"
    >
      TradingView
    </a>
  );
}
