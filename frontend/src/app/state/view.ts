import { RANGES } from "@/shared/market/types";

import type { Range } from "@/shared/market/types";

export type Panel = "feeds" | "anomalies" | "query" | "keys";

/** What is looked at. It lives in the address, so that a view can be shared and the back button leads back. */
export interface View {
  /** null: the live market. */
  readonly feed: string | null;
  /** null: none chosen. A wide screen then shows the first one, a phone the list. */
  readonly symbol: string | null;
  readonly range: Range;
  /** The anomaly whose evidence is open, as `findingOf` names it. */
  readonly anomaly: string | null;
  readonly panel: Panel | null;
}

const PANELS: readonly Panel[] = ["feeds", "anomalies", "query", "keys"];
const DEFAULT_RANGE: Range = "1h";
const SYMBOL = /^[A-Z0-9][A-Z0-9.\-^=]{0,15}$/;
const REPLAY = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}\.[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/;
const FINDING = /^[0-9a-f]{32}(\.[a-z]{1,20})?$/;

/** The view in an address's query string. What makes no sense there is as if it were absent. */
export function parseView(search: string): View {
  const params = new URLSearchParams(search);
  const symbol = params.get("symbol")?.toUpperCase() ?? "";
  const anomaly = params.get("anomaly") ?? "";
  const feed = params.get("feed") ?? "";
  return {
    feed: REPLAY.test(feed) ? feed : null,
    symbol: SYMBOL.test(symbol) ? symbol : null,
    range: RANGES.find((range) => range === params.get("range")) ?? DEFAULT_RANGE,
    anomaly: FINDING.test(anomaly) ? anomaly : null,
    panel: PANELS.find((panel) => panel === params.get("panel")) ?? null,
  };
}

/** The query string for a view; "" for the one that is shown without any. */
export function viewSearch({ feed, symbol, range, anomaly, panel }: View): string {
  const params = new URLSearchParams();
  if (feed !== null) params.set("feed", feed);
  if (symbol !== null) params.set("symbol", symbol);
  if (range !== DEFAULT_RANGE) params.set("range", range);
  if (anomaly !== null) params.set("anomaly", anomaly);
  if (panel !== null) params.set("panel", panel);
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}
