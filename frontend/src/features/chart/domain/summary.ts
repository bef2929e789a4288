/** The chart in words, for those who do not see it. */

import { formatPrice, formatSignedPercent, formatVolume } from "@/shared/format";
import { scoreName } from "@/shared/market/finding";
import { minuteTime } from "@/shared/time";

import { minuteOf } from "./markers";
import { firstWithin } from "./view";

import type { Bar, Row } from "./rows";
import type { Anomaly } from "@/shared/api/types";
import type { Range } from "@/shared/market/types";

const SPOKEN: Readonly<Record<Range, string>> = { "1h": "1 hour", "6h": "6 hours", "24h": "24 hours" };

/** Last price, change over the range and number of anomalies in one paragraph. */
export function summaryText(
  symbol: string,
  range: Range,
  bars: readonly Bar[],
  anomalies: readonly Anomaly[],
  decimals: number,
): string {
  const first = bars[firstWithin(bars, range)];
  const last = bars.at(-1);
  if (!first || !last) return `${symbol}: no candles.`;
  const change = formatSignedPercent(100 * (last.close / first.open - 1));
  const inRange = anomalies.filter((anomaly) => minuteOf(anomaly) >= first.time);
  const spikes = inRange.filter((anomaly) => anomaly.direction === "SPIKE").length;
  return (
    `${symbol}, the last ${SPOKEN[range]} up to ${minuteTime(last.time * 1000)}: ` +
    `last price ${formatPrice(last.close, decimals)}, change ${change}, ` +
    `${countText(inRange.length, "anomaly", "anomalies")} (${countText(spikes, "spike", "spikes")}, ` +
    `${countText(inRange.length - spikes, "drop", "drops")}). ` +
    "Left and right move from candle to candle, with Shift from anomaly to anomaly, Enter opens an anomaly."
  );
}

/** One candle in words, its anomalies included. */
export function rowText(row: Row, anomalies: readonly Anomaly[], decimals: number): string {
  const price = (value: number): string => formatPrice(value, decimals);
  const parts = [
    minuteTime(row.time * 1000),
    `close ${price(row.close)}`,
    `open ${price(row.open)}`,
    `high ${price(row.high)}`,
    `low ${price(row.low)}`,
    `volume ${formatVolume(row.volume)}`,
    ...(row.band ? [`z ${row.band.z.toFixed(1)}`] : []),
    ...anomalies.map(
      (anomaly) =>
        `anomaly: ${anomaly.severity} ${anomaly.direction}, ${scoreName(anomaly)} ${anomaly.z_score.toFixed(1)}`,
    ),
  ];
  return parts.join(", ");
}

function countText(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
