import { useSyncExternalStore } from "react";

import { beatTime, onBeat } from "./ticker";

/**
 * What `select` makes of the time now, renewed once a second. The component renders again only when that changes, so
 * select as coarsely as you show it.
 */
export function useNow<T extends string | number | boolean>(select: (now: number) => T): T {
  return useSyncExternalStore(onBeat, () => select(beatTime()));
}
