import { Suspense, lazy } from "react";

import { useAnomaliesOf, useCandles } from "@/shared/market/hooks";
import { useChartLoading } from "@/shared/market/queries";

import { ErrorBoundary } from "../ErrorBoundary";
import { ChartPlaceholder } from "../layout/ChartPlaceholder";
import { NoChart } from "../layout/NoChart";
import { NoData } from "../layout/NoData";

import type * as Chart from "@/features/chart";
import type { LoadState, Range } from "@/shared/market/types";
import type { ReactElement } from "react";

// The chart library is half of the page's code, and the figures around the chart need not wait for it.
const PriceChart = lazy(async () => ({ default: (await loadChartCode()).PriceChart }));

/** Loads the chart's code ahead of its first use; a failure shows when it is used. */
export function loadChartCode(): Promise<typeof Chart> {
  return import("@/features/chart");
}

interface Props {
  /** null as long as no symbol is known. */
  readonly symbol: string | null;
  readonly range: Range;
  /** Of the list of symbols. */
  readonly listState: LoadState;
  readonly onRange: (range: Range) => void;
  readonly onOpenAnomaly: (eventId: string) => void;
}

export function ChartColumn({ symbol, range, listState, onRange, onOpenAnomaly }: Props): ReactElement {
  if (symbol === null) return <Unchosen listState={listState} />;
  return (
    <ErrorBoundary name="The chart">
      <LiveChart symbol={symbol} range={range} onRange={onRange} onOpenAnomaly={onOpenAnomaly} />
    </ErrorBoundary>
  );
}

/** While there is no symbol: none yet, none at all, or none known. */
function Unchosen({ listState }: Pick<Props, "listState">): ReactElement {
  if (listState === "ready") return <NoData />;
  return listState === "error" ? <NoChart /> : <ChartPlaceholder symbol="" />;
}

type LiveChartProps = Omit<Props, "symbol" | "listState"> & { readonly symbol: string };

/** Asks for the candles at once, not only when the chart's code is there. */
function LiveChart({ symbol, range, onRange, onOpenAnomaly }: LiveChartProps): ReactElement {
  const candles = useCandles(symbol);
  const anomalies = useAnomaliesOf(symbol);
  const { state, error, retry } = useChartLoading(symbol);
  return (
    <Suspense fallback={<ChartPlaceholder symbol={symbol} />}>
      <PriceChart
        symbol={symbol}
        range={range}
        candles={candles}
        anomalies={anomalies}
        state={state}
        error={error}
        onRange={onRange}
        onOpenAnomaly={onOpenAnomaly}
        onRetry={retry}
      />
    </Suspense>
  );
}
