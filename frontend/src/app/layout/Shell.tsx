import type { ReactElement, ReactNode } from "react";

/** What a phone shows: it has room for one thing. */
export type PhonePage = "list" | "chart";

export interface ShellProps {
  readonly stats: ReactNode;
  /** The line that says which feed is shown. */
  readonly feedBar: ReactNode;
  readonly watchlist: ReactNode;
  readonly chart: ReactNode;
  readonly feed: ReactNode;
  /** null while the drawer is closed. */
  readonly query: ReactNode;
  readonly footer: ReactNode;
  readonly phonePage: PhonePage;
  /** Whether the feed is up, where it has no column of its own. */
  readonly isFeedUp: boolean;
}

/**
 * The screen: three columns between the bars above and the line below, all in the height of the window. Narrower than
 * 1280 px the feed is a sheet; on a phone there is the list or the chart.
 */
export function Shell(props: ShellProps): ReactElement {
  const { stats, feedBar, watchlist, chart, feed, query, footer, phonePage, isFeedUp } = props;
  return (
    <div className="flex h-dvh flex-col overflow-hidden">
      {stats}
      {feedBar}
      <main className="relative grid min-h-0 flex-1 grid-cols-[21.25rem_minmax(0,1fr)_20rem] gap-px bg-hairline max-xl:grid-cols-[21.25rem_minmax(0,1fr)] max-md:grid-cols-1">
        <div className={`min-h-0 min-w-0 ${phonePage === "list" ? "" : "max-md:hidden"}`}>{watchlist}</div>
        <div className={`min-h-0 min-w-0 ${phonePage === "chart" ? "" : "max-md:hidden"}`}>{chart}</div>
        <div
          className={`min-h-0 min-w-0 max-xl:absolute max-xl:inset-y-0 max-xl:right-0 max-xl:z-20 max-xl:w-80 max-xl:border-l max-xl:border-hairline max-md:inset-x-0 max-md:top-auto max-md:h-[85%] max-md:w-auto max-md:border-t max-md:border-l-0 max-md:border-t-accent ${isFeedUp ? "" : "max-xl:hidden"}`}
        >
          {feed}
        </div>
      </main>
      {query !== null && (
        <div className="h-72 shrink-0 border-t border-accent max-md:absolute max-md:inset-x-0 max-md:bottom-14 max-md:z-20 max-md:h-[70dvh]">
          {query}
        </div>
      )}
      {footer}
    </div>
  );
}
