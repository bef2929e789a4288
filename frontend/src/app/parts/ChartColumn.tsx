import { Suspense, lazy } from "react";

import { isReplay } from "@/shared/market/feeds";
import { useAnomaliesOf, useCandles, useDecimals } from "@/shared/market/hooks";
import { useMarket } from "@/shared/market/MarketContext";
import { useChartLoading } from "@/shared/market/queries";

import { ErrorBoundary } from "../ErrorBoundary";
import { ChartPlaceholder } from "../layout/ChartPlaceholder";
import { NoChart } from "../layout/NoChart";
import { NoData, NoReplay } from "../layout/NoData";

import type * as Chart from "@/features/chart";
import type { Feed } from "@/shared/api/types";
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
  /** What to offer in place of an empty live market. */
  readonly replays: readonly Feed[];
  readonly onReplay: (feed: string) => void;
  readonly onRange: (range: Range) => void;
  readonly onOpenAnomaly: (finding: string) => void;
}

export function ChartColumn(props: Props): ReactElement {
  const { symbol, range, onRange, onOpenAnomaly } = props;
  if (symbol === null) return <Unchosen {...props} />;
  return (
    <ErrorBoundary name="The chart">
      <LiveChart symbol={symbol} range={range} onRange={onRange} onOpenAnomaly={onOpenAnomaly} />
    </ErrorBoundary>
  );
}

/** While there is no symbol: none yet, none at all, or none known. */
function Unchosen({ listState, replays, onReplay }: Props): ReactElement {
  const { feed } = useMarket().store;
  if (listState === "ready") return isReplay(feed) ? <NoReplay /> : <NoData replays={replays} onReplay={onReplay} />;
  return listState === "error" ? <NoChart /> : <ChartPlaceholder symbol="" />;
}

type LiveChartProps = Pick<Props, "range" | "onRange" | "onOpenAnomaly"> & { readonly symbol: string };

/** Asks for the candles at once, not only when the chart's code is there. */
function LiveChart({ symbol, range, onRange, onOpenAnomaly }: LiveChartProps): ReactElement {
  const candles = useCandles(symbol);
  const anomalies = useAnomaliesOf(symbol);
  const decimals = useDecimals(symbol);
  const { feed } = useMarket().store;
  const { state, error, retry } = useChartLoading(symbol);
  return (
    <Suspense fallback={<ChartPlaceholder symbol={symbol} />}>
      <PriceChart
        feed={feed}
        symbol={symbol}
        range={range}
        candles={candles}
        decimals={decimals}
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
