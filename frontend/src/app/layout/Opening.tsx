import { AnomalyFeed } from "@/features/anomalies";
import { FeedBar } from "@/features/feeds";
import { StatsBarSkeleton } from "@/features/stats";
import { PriceTicker } from "@/features/watchlist";

import { LIVE } from "@/shared/market/feeds";

import { ChartPlaceholder } from "./ChartPlaceholder";
import { Footer } from "./Footer";
import { NoChart } from "./NoChart";
import { Shell } from "./Shell";
import { useView } from "../state/useView";

import type { ReactElement } from "react";

interface Props {
  /** Why there is no configuration; null while it is being asked for. */
  readonly error: string | null;
  readonly onRetry: () => void;
}

const nothing = (): void => undefined;

/** The page before it knows where its data is: the real layout, still empty. */
export function Opening({ error, onRetry }: Props): ReactElement {
  const shown = useView().view.feed ?? LIVE;
  const state = error === null ? "loading" : "error";
  return (
    <Shell
      stats={<StatsBarSkeleton detail={error} />}
      feedBar={
        <FeedBar shown={shown} feeds={[]} state="loading" isPickerOpen={false} onLive={nothing} onPick={nothing} />
      }
      watchlist={
        <PriceTicker
          symbols={[]}
          isReplay={false}
          selected={null}
          state={state}
          error={error}
          onSelect={nothing}
          onRetry={onRetry}
        />
      }
      chart={error === null ? <ChartPlaceholder symbol="" /> : <NoChart />}
      feed={
        <AnomalyFeed anomalies={[]} state="loading" error={null} onRetry={nothing} openId={null} onOpen={nothing} />
      }
      query={null}
      footer={<Footer panel={null} phonePage="list" onList={nothing} onPanel={nothing} />}
      phonePage="list"
      isFeedUp={false}
    />
  );
}
