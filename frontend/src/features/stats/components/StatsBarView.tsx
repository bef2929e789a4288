import { formatCount } from "@/shared/format";

import { Cell } from "./Cell";
import { Clock } from "./Clock";

import type { LinkLabel } from "../domain/link";
import type { RequestsLabel } from "../domain/requests";
import type { Verdict } from "../domain/verdict";
import type { ReactElement, ReactNode } from "react";

export interface StatsBarViewProps {
  readonly verdict: Verdict;
  readonly link: LinkLabel;
  readonly eventsLastHour: number | null;
  readonly anomalies24h: number | null;
  readonly lag: ReactNode;
  /** null: no plan has a limit. */
  readonly requests: RequestsLabel | null;
  /** What the pipeline runs on. */
  readonly target: string;
  readonly onKeys: () => void;
}

/** The bar as it is drawn: every cell has its place from the first moment. */
export function StatsBarView(props: StatsBarViewProps): ReactElement {
  const { verdict, link, eventsLastHour, anomalies24h, lag, requests, target, onKeys } = props;
  return (
    <header className="flex h-12 items-stretch border-b border-hairline bg-panel max-md:h-24 max-md:flex-wrap max-md:pt-[env(safe-area-inset-top)]">
      <h1 className="flex w-85 shrink-0 items-center gap-2 border-r border-hairline px-3 text-sm font-bold tracking-widest max-xl:w-auto max-md:h-12 max-md:flex-1 max-md:border-0">
        <span>
          FIN<span className="text-accent">PULSE</span>
        </span>
        {target !== "" && (
          <span className="border border-hairline px-1 text-[10px] font-normal tracking-normal text-muted">
            {target}
          </span>
        )}
      </h1>
      <dl className="flex min-w-0 flex-1 items-stretch max-md:h-12 max-md:basis-full max-md:border-t max-md:border-hairline">
        <Cell name="Status" title={verdict.detail} tone={verdict.tone} className="w-36 max-md:w-30">
          <span role="status">{verdict.label}</span>
        </Cell>
        <Cell name="Events / h" className="w-24 max-md:w-20">
          {countText(eventsLastHour)}
        </Cell>
        <Cell name="Anomalies 24 h" className="w-30 max-md:hidden">
          {countText(anomalies24h)}
        </Cell>
        {lag}
        {requests !== null && (
          <Cell name="Requests" title={requests.detail} tone={requests.tone} className="w-26 max-lg:hidden">
            <span role="status">{requests.label}</span>
          </Cell>
        )}
        <Cell name="Updates" title={link.detail} tone={link.tone} className="w-34 max-md:ml-auto">
          <span role="status">
            <span aria-hidden="true">{link.mark} </span>
            {link.label}
          </span>
        </Cell>
        <Clock />
      </dl>
      <button
        type="button"
        onClick={onKeys}
        aria-label="Keys"
        title="Keys (?)"
        className="w-12 text-sm text-muted outline-offset-[-2px] hover:text-text max-md:order-first max-md:hidden"
      >
        ?
      </button>
    </header>
  );
}

function countText(count: number | null): string {
  return count === null ? "–" : formatCount(count);
}
