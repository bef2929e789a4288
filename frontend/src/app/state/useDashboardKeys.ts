import { focusFeed } from "./focusFeed";
import { useKeys } from "./useKeys";

import type { View } from "./view";
import type { RefObject } from "react";

interface Options {
  readonly view: View;
  readonly symbols: readonly string[];
  readonly selected: string | null;
  readonly feed: RefObject<HTMLElement | null>;
  readonly go: (change: Partial<View>) => void;
  readonly adjust: (change: Partial<View>) => void;
}

/** The dashboard's keys, as its list of keys tells them. */
export function useDashboardKeys({ view, symbols, selected, feed, go, adjust }: Options): void {
  const step = (by: number): void => {
    const symbol = neighbour(symbols, selected, by);
    if (symbol !== null) adjust({ symbol });
  };
  const up = (): void => {
    step(-1);
  };
  const down = (): void => {
    step(1);
  };
  useKeys({
    ArrowUp: up,
    k: up,
    ArrowDown: down,
    j: down,
    "1": () => {
      adjust({ range: "1h" });
    },
    "2": () => {
      adjust({ range: "6h" });
    },
    "3": () => {
      adjust({ range: "24h" });
    },
    a: () => {
      if (!focusFeed(feed.current)) go({ panel: "anomalies" });
    },
    f: () => {
      go({ panel: "feeds" });
    },
    "/": () => {
      go({ panel: "query" });
    },
    "?": () => {
      go({ panel: "keys" });
    },
    Escape: () => {
      if (view.panel !== null) adjust({ panel: null });
      else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    },
  });
}

/** The symbol `by` places on, as far as the list goes; null without any. */
export function neighbour(symbols: readonly string[], selected: string | null, by: number): string | null {
  const at = selected === null ? -1 : symbols.indexOf(selected);
  const next = at === -1 ? 0 : Math.min(Math.max(at + by, 0), symbols.length - 1);
  return symbols[next] ?? null;
}
