import { formatCount } from "@/shared/format";
import { fixtureOf, isReplay, runOf } from "@/shared/market/feeds";
import { Age } from "@/shared/time";

import type { Feed } from "@/shared/api/types";
import type { LoadState } from "@/shared/market/types";
import type { ReactElement } from "react";

export interface FeedBarProps {
  /** The one that is shown. */
  readonly shown: string;
  /** Every one that is known. */
  readonly feeds: readonly Feed[];
  /** Of the list of feeds. */
  readonly state: LoadState;
  readonly isPickerOpen: boolean;
  readonly onLive: () => void;
  readonly onPick: () => void;
}

/** Which feed everything below is of. It always has its line, so that a replay that begins moves nothing. */
export function FeedBar(props: FeedBarProps): ReactElement {
  const { shown, feeds, state, isPickerOpen, onLive, onPick } = props;
  const replaying = isReplay(shown);
  return (
    <section
      aria-label="Feed"
      className={`flex h-9 shrink-0 items-stretch border-b text-xs max-md:h-11 ${replaying ? "border-accent bg-raised" : "border-hairline bg-panel"}`}
    >
      <p role="status" className="flex min-w-0 flex-1 items-center gap-3 px-3 text-muted">
        {replaying ? <Replay shown={shown} feeds={feeds} state={state} /> : <Live />}
      </p>
      {replaying && (
        <button
          type="button"
          onClick={onLive}
          className="shrink-0 px-4 font-semibold text-accent outline-offset-[-2px] hover:text-text"
        >
          Back to live
        </button>
      )}
      <button
        type="button"
        aria-haspopup="dialog"
        aria-expanded={isPickerOpen}
        title="Choose a feed (f)"
        onClick={onPick}
        className="shrink-0 border-l border-hairline px-4 text-muted outline-offset-[-2px] hover:text-text"
      >
        Feeds ▾
      </button>
    </section>
  );
}

function Live(): ReactElement {
  return (
    <span className="truncate">
      <span aria-hidden="true">● </span>
      <span className="text-text">Live market</span>
    </span>
  );
}

function Replay({ shown, feeds, state }: Pick<FeedBarProps, "shown" | "feeds" | "state">): ReactElement {
  const feed = feeds.find((known) => known.feed === shown);
  return (
    <>
      <span className="truncate text-text">
        <span aria-hidden="true" className="text-accent">
          ↻{" "}
        </span>
        Replay of <span className="font-semibold">{fixtureOf(shown)}</span>
      </span>
      <span className="num truncate whitespace-nowrap max-md:hidden">run {runOf(shown)}</span>
      {feed && feed.events > 0 && (
        <span className="num truncate whitespace-nowrap max-md:hidden">
          {formatCount(feed.events)} events · began <Age at={feed.started_at} />
        </span>
      )}
      {!feed && state === "ready" && (
        <span className="truncate max-md:hidden">not known any more: a replay is kept for a day</span>
      )}
    </>
  );
}
