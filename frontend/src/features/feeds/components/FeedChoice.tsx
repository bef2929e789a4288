import { formatCount } from "@/shared/format";
import { fixtureOf, isReplay, runOf } from "@/shared/market/feeds";
import { Age } from "@/shared/time";

import type { Feed } from "@/shared/api/types";
import type { ReactElement } from "react";

interface Props {
  readonly name: string;
  /** null for the live market before anything came through it. */
  readonly feed: Feed | null;
  readonly isShown: boolean;
  readonly onChoose: (feed: string) => void;
}

const MOST_NAMED = 5;

/** One feed in two lines. */
export function FeedChoice({ name, feed, isShown, onChoose }: Props): ReactElement {
  return (
    <li>
      <button
        type="button"
        aria-current={isShown}
        onClick={() => {
          onChoose(name);
        }}
        className="num flex min-h-12 w-full flex-col justify-center gap-0.5 border-b border-l-2 border-hairline border-l-transparent px-3 py-1 text-left text-xs outline-offset-[-2px] hover:bg-raised aria-[current=true]:border-l-accent aria-[current=true]:bg-raised"
      >
        <span className="flex w-full items-baseline gap-2">
          <span aria-hidden="true" className="text-accent">
            {isReplay(name) ? "↻" : "●"}
          </span>
          <span className="truncate text-sm font-semibold text-text">
            {isReplay(name) ? fixtureOf(name) : "Live market"}
          </span>
          {isReplay(name) && <span className="truncate text-muted">run {runOf(name)}</span>}
          {feed && (
            <span className="ml-auto whitespace-nowrap text-muted">
              <Age at={feed.newest_at} />
            </span>
          )}
        </span>
        <span className="flex w-full gap-2 text-muted">
          {feed && feed.events > 0 ? (
            <>
              <span className="truncate">{namesText(feed.symbols)}</span>
              <span className="ml-auto whitespace-nowrap">{formatCount(feed.events)} events</span>
            </>
          ) : feed ? (
            "just begun"
          ) : (
            "nothing came yet"
          )}
        </span>
      </button>
    </li>
  );
}

function namesText(symbols: readonly string[]): string {
  const named = symbols.slice(0, MOST_NAMED).join(" ");
  return symbols.length > MOST_NAMED ? `${named} and ${symbols.length - MOST_NAMED} more` : named;
}
