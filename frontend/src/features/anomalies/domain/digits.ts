import { mostDecimals } from "@/shared/format";

import type { Anomaly } from "@/shared/api/types";

/** The decimals that an anomaly's price and those before it are shown with. */
export function decimalsOf({ current_price: price, window }: Anomaly): number {
  return mostDecimals([price, ...window]);
}
