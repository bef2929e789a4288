import { useState } from "react";

/** The latest move of a value: `count` differs from tick to tick, so that it can restart an animation. */
export interface Flash {
  readonly count: number;
  readonly direction: "up" | "down" | null;
}

interface Seen extends Flash {
  readonly value: number;
}

/** How `value` moved since it was drawn before. A first value did not move. */
export function useFlash(value: number): Flash {
  const [seen, setSeen] = useState<Seen>({ value, count: 0, direction: null });
  if (value === seen.value) return seen;
  const next: Seen = { value, count: seen.count + 1, direction: value > seen.value ? "up" : "down" };
  setSeen(next);
  return next;
}
