import { useCallback, useMemo, useSyncExternalStore } from "react";

import { parseView, viewSearch } from "./view";

import type { View } from "./view";

const CHANGED = "finpulse:view";

function onSearch(listener: () => void): () => void {
  window.addEventListener("popstate", listener);
  window.addEventListener(CHANGED, listener);
  return () => {
    window.removeEventListener("popstate", listener);
    window.removeEventListener(CHANGED, listener);
  };
}

const search = (): string => window.location.search;

export interface ViewState {
  readonly view: View;
  /** A step that the back button takes back. */
  readonly go: (change: Partial<View>) => void;
  /** A change too small for that, such as walking down the list. */
  readonly adjust: (change: Partial<View>) => void;
}

/** The view that the address holds, and how to change it. */
export function useView(): ViewState {
  const text = useSyncExternalStore(onSearch, search);
  const view = useMemo(() => parseView(text), [text]);
  const go = useCallback((change: Partial<View>) => {
    move(change, "pushState");
  }, []);
  const adjust = useCallback((change: Partial<View>) => {
    move(change, "replaceState");
  }, []);
  return { view, go, adjust };
}

function move(change: Partial<View>, how: "pushState" | "replaceState"): void {
  const next = viewSearch({ ...parseView(search()), ...change });
  if (next === search()) return;
  window.history[how](null, "", `${window.location.pathname}${next}`);
  window.dispatchEvent(new Event(CHANGED));
}
