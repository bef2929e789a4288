import { isReplay } from "@/shared/market/feeds";
import { useLinkStatus } from "@/shared/market/hooks";
import { useMarket } from "@/shared/market/MarketContext";
import { pollSeconds, useStats } from "@/shared/market/queries";
import { isMarketOpen, millisecondsOf, useNow } from "@/shared/time";

import { Lag } from "./components/Lag";
import { StatsBarView } from "./components/StatsBarView";
import { linkLabel } from "./domain/link";
import { requestsLabel } from "./domain/requests";
import { judge } from "./domain/verdict";

import type { Verdict } from "./domain/verdict";
import type { Loading } from "@/shared/market/queries";
import type { ReactElement } from "react";

export interface StatsBarProps {
  /** Of the newest prices. */
  readonly prices: Loading;
  readonly isOnline: boolean;
  readonly onKeys: () => void;
}

/** How the pipeline does, how data comes in, and what time it is. */
export function StatsBar({ prices, isOnline, onKeys }: StatsBarProps): ReactElement {
  const { config, store } = useMarket();
  const link = useLinkStatus();
  const { stats } = useStats();
  const verdict = useVerdict(prices, isOnline);
  return (
    <StatsBarView
      verdict={verdict}
      link={linkLabel(link, pollSeconds(config))}
      eventsLastHour={stats?.events_last_hour ?? null}
      anomalies24h={stats?.anomalies_24h ?? null}
      lag={<Lag newestAt={store.newestAt} intervalSeconds={isReplay(store.feed) ? null : config.intervalSeconds} />}
      requests={requestsLabel(stats?.requests ?? [])}
      target={config.target}
      onKeys={onKeys}
    />
  );
}

/** The verdict now, judged once a second; as text, so that the bar is drawn again only when it changes. */
function useVerdict({ state: load, error }: Loading, isOnline: boolean): Verdict {
  const { config, store } = useMarket();
  const link = useLinkStatus();
  const text = useNow((now) => {
    const at = store.newestAt();
    const age = at === null ? null : now - millisecondsOf(at);
    const { intervalSeconds } = config;
    return JSON.stringify(
      judge({
        link,
        isOnline,
        isMarketOpen: isMarketOpen(now),
        isReplay: isReplay(store.feed),
        load,
        error,
        age,
        intervalSeconds,
      }),
    );
  });
  return JSON.parse(text) as Verdict;
}

/** The bar before there is a configuration. */
export function StatsBarSkeleton({ detail }: { readonly detail: string | null }): ReactElement {
  const verdict: Verdict =
    detail === null
      ? { label: "Loading", tone: "quiet", detail: "Waiting for the configuration." }
      : { label: "Unreachable", tone: "bad", detail };
  return (
    <StatsBarView
      verdict={verdict}
      link={linkLabel("connecting", 0)}
      eventsLastHour={null}
      anomalies24h={null}
      lag={<Lag newestAt={() => null} intervalSeconds={null} />}
      requests={null}
      target=""
      onKeys={() => undefined}
    />
  );
}
