import { describe, expect, it } from "vitest";

import { minuteTime } from "@/shared/time";

import { anomalyAt, candleAt, candles, minuteAt } from "../../../../tests/samples/market";
import { rowAt, toBars } from "./rows";
import { rowText, summaryText } from "./summary";

describe("summaryText", () => {
  const bars = toBars([candleAt(0), candleAt(1, { close: 110 })]);

  it("says last price, change over the range and the anomalies in it", () => {
    const list = [anomalyAt(1), anomalyAt(1, { direction: "SPIKE" }), anomalyAt(-500)];
    const text = summaryText("AAPL", "6h", bars, list, 2);
    expect(text).toContain(`AAPL, the last 6 hours up to ${minuteTime(minuteAt(1))}`);
    expect(text).toContain("last price 110.00, change +10.00%, 2 anomalies (1 spike, 1 drop)");
  });

  it("has words for an empty chart", () => {
    expect(summaryText("AAPL", "1h", [], [], 2)).toBe("AAPL: no candles.");
  });
});

describe("rowText", () => {
  it("reads a candle with its z and its anomalies", () => {
    const row = rowAt(toBars(candles(31)), 30);
    expect(row && rowText(row, [anomalyAt(30)], 2)).toMatch(
      /close 100\.10, open 100\.00, high 100\.20, low 99\.80, volume 1\.03K, z \d.*, anomaly: HIGH DROP, z -5\.0$/,
    );
  });
});
