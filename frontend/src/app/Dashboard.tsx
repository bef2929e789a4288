import { useCallback, useRef } from "react";

import { FeedBar } from "@/features/feeds";
import { QueryPanel } from "@/features/query";
import { StatsBar } from "@/features/stats";
import { PriceTicker } from "@/features/watchlist";
import { LIVE, isReplay } from "@/shared/market/feeds";
import { findAnomaly } from "@/shared/market/finding";
import { useSymbols } from "@/shared/market/hooks";
import { useMarket } from "@/shared/market/MarketContext";
import { usePricesLoading } from "@/shared/market/queries";

import { Footer } from "./layout/Footer";
import { KeysDialog } from "./layout/KeysDialog";
import { Shell } from "./layout/Shell";
import { ChartColumn } from "./parts/ChartColumn";
import { Evidence } from "./parts/Evidence";
import { FeedsPanel } from "./parts/FeedsPanel";
import { FeedColumn } from "./parts/FeedColumn";
import { useDashboardKeys } from "./state/useDashboardKeys";
import { feedInView, useFeedSwitch } from "./state/useFeedSwitch";
import { useOnline } from "./state/useOnline";
import { useTitle } from "./state/useTitle";
import { useView } from "./state/useView";

import type { Panel } from "./state/view";
import type { ReactElement } from "react";

/** The page at work: it passes on what is looked at, and hears what should be looked at next. */
export function Dashboard(): ReactElement {
  const { view, go, adjust } = useView();
  const { store, happenings } = useMarket();
  const feeds = useFeedSwitch(view, go);
  const symbols = useSymbols();
  const prices = usePricesLoading();
  const isOnline = useOnline();
  const feed = useRef<HTMLDivElement>(null);
  const selected = view.symbol ?? symbols[0] ?? null;
  const phonePage = view.symbol === null ? "list" : "chart";

  useTitle(selected);
  useDashboardKeys({ view, symbols, selected, feed, go, adjust });
  const select = useCallback(
    (symbol: string) => {
      go({ symbol, panel: null });
    },
    [go],
  );
  const openAnomaly = useCallback(
    (anomaly: string) => {
      const found = findAnomaly(happenings.anomalies(), anomaly);
      // What surrounds an anomaly of another feed is in that feed.
      const isElsewhere = found !== undefined && found.feed !== store.feed;
      go(isElsewhere ? { anomaly, feed: feedInView(found.feed), symbol: found.symbol, panel: null } : { anomaly });
    },
    [go, happenings, store],
  );
  const closePanel = useCallback(() => {
    adjust({ panel: null });
  }, [adjust]);
  const toggle = (panel: Panel): void => {
    if (view.panel === panel) closePanel();
    else go({ panel });
  };

  return (
    <>
      <Shell
        stats={
          <StatsBar
            prices={prices}
            isOnline={isOnline}
            onKeys={() => {
              go({ panel: "keys" });
            }}
          />
        }
        feedBar={
          <FeedBar
            shown={feeds.shown}
            feeds={feeds.feeds}
            state={feeds.loading.state}
            isPickerOpen={view.panel === "feeds"}
            onLive={() => {
              feeds.choose(LIVE);
            }}
            onPick={() => {
              go({ panel: "feeds" });
            }}
          />
        }
        watchlist={
          <PriceTicker
            key={feeds.shown}
            symbols={symbols}
            isReplay={isReplay(feeds.shown)}
            selected={selected}
            state={prices.state}
            error={prices.error}
            onSelect={select}
            onRetry={prices.retry}
          />
        }
        chart={
          <ChartColumn
            key={feeds.shown}
            replays={feeds.feeds.filter(({ feed }) => isReplay(feed))}
            onReplay={feeds.choose}
            symbol={selected}
            range={view.range}
            listState={prices.state}
            onRange={(range) => {
              adjust({ range });
            }}
            onOpenAnomaly={openAnomaly}
          />
        }
        feed={
          <FeedColumn
            ref={feed}
            openId={view.anomaly}
            isUp={view.panel === "anomalies"}
            onOpen={openAnomaly}
            onClose={closePanel}
          />
        }
        query={view.panel === "query" ? <QueryPanel onClose={closePanel} /> : null}
        footer={
          <Footer
            panel={view.panel}
            phonePage={phonePage}
            onList={() => {
              go({ symbol: null, panel: null });
            }}
            onPanel={toggle}
          />
        }
        phonePage={phonePage}
        isFeedUp={view.panel === "anomalies"}
      />
      {view.anomaly !== null && (
        <Evidence
          finding={view.anomaly}
          onClose={() => {
            adjust({ anomaly: null });
          }}
        />
      )}
      {view.panel === "feeds" && (
        <FeedsPanel
          shown={feeds.shown}
          feeds={feeds.feeds}
          loading={feeds.loading}
          onChoose={feeds.choose}
          onClose={closePanel}
        />
      )}
      {view.panel === "keys" && <KeysDialog onClose={closePanel} />}
    </>
  );
}
