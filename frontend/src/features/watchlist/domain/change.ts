import type { Candle, LatestPrice } from "@/shared/api/types";

/** How a price moved, in percent, and since when. */
export interface Change {
  readonly percent: number;
  /** `close`: the exchange's previous close, as quoted. `spark`: the first minute of the sparkline. */
  readonly since: "close" | "spark";
}

/** Recorded minute bars carry no change of the day; then it is measured over what the sparkline shows. */
export function changeOf(price: LatestPrice, shown: readonly Candle[]): Change | null {
  if (price.change_percent !== null) return { percent: price.change_percent, since: "close" };
  const [first] = shown;
  return first && first.open > 0 ? { percent: 100 * (price.price / first.open - 1), since: "spark" } : null;
}

export function changeTitle({ since }: Change): string {
  return since === "close" ? "since the previous close" : "over the minutes of the sparkline";
}

/** Says the direction without colour. */
export function changeMark(percent: number): string {
  if (Math.abs(percent) < 0.005) return "▬";
  return percent > 0 ? "▲" : "▼";
}

export function changeColor(percent: number): string {
  if (Math.abs(percent) < 0.005) return "text-muted";
  return percent > 0 ? "text-up" : "text-down";
}
