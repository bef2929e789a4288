import { fixtureOf } from "@/shared/market/feeds";
import { ActionButton, Command, Notice } from "@/shared/ui";

import type { Feed } from "@/shared/api/types";
import type { ReactElement } from "react";

const MOST_OFFERED = 3;

interface Props {
  /** The one that began last first. */
  readonly replays: readonly Feed[];
  readonly onReplay: (feed: string) => void;
}

/** In the chart's place as long as the live market has no symbol to draw. */
export function NoData({ replays, onReplay }: Props): ReactElement {
  return (
    <section aria-label="Chart" className="h-full bg-panel">
      <Notice>
        <p className="text-lg text-text">Nothing has come through the pipeline yet.</p>
        <p>To see prices, candles and an anomaly within seconds, run</p>
        <Command text="finpulse replay flash-crash" />
        {replays.length > 0 && (
          <>
            <p className="pt-4">Or look at what was replayed within the last day:</p>
            <ul className="flex flex-wrap justify-center gap-2">
              {replays.slice(0, MOST_OFFERED).map(({ feed }) => (
                <li key={feed}>
                  <ActionButton
                    onClick={() => {
                      onReplay(feed);
                    }}
                  >
                    {`Replay of ${fixtureOf(feed)}`}
                  </ActionButton>
                </li>
              ))}
            </ul>
          </>
        )}
      </Notice>
    </section>
  );
}

/** In the chart's place when nothing of a replay is there. */
export function NoReplay(): ReactElement {
  return (
    <section aria-label="Chart" className="h-full bg-panel">
      <Notice>
        <p className="text-lg text-text">There is nothing of this replay.</p>
        <p>It has not sent anything yet, or it was sent more than a day ago.</p>
      </Notice>
    </section>
  );
}
