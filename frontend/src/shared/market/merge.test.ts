import { describe, expect, it } from "vitest";

import { anomalies, anomalyAt, candleAt, candles, minuteAt } from "../../../tests/samples/market";
import { priceOf } from "../../../tests/samples/prices";
import { MOST_ANOMALIES, MOST_CANDLES, mergeAnomalies, mergeCandles, newerPrice } from "./merge";

describe("prices", () => {
  it("takes the newer one, whichever way round they come", () => {
    const older = priceOf();
    const newer = priceOf({ timestamp: minuteAt(1), price: 101 });
    expect(newerPrice(undefined, older)).toBe(older);
    expect(newerPrice(older, newer)).toBe(newer);
    expect(newerPrice(newer, older)).toBe(newer);
  });

  it("takes what arrived last for one instant, and keeps the object if nothing differs", () => {
    const known = priceOf();
    const corrected = priceOf({ price: 101 });
    expect(newerPrice(known, corrected)).toBe(corrected);
    expect(newerPrice(known, priceOf())).toBe(known);
  });
});

describe("candles", () => {
  it("adds, orders and keeps one a minute", () => {
    const merged = mergeCandles([candleAt(1), candleAt(3)], [candleAt(2), candleAt(0), candleAt(3), candleAt(4)]);
    expect(merged).toEqual(candles(5));
  });

  it.each([
    ["one", (candle: ReturnType<typeof candleAt>) => [candle]],
    ["several", (candle: ReturnType<typeof candleAt>) => [candle, candleAt(0)]],
  ])("keeps, when %s arrive, the candle of a minute that has more events", (_, arriving) => {
    const known = candles(3);
    const fewer = candleAt(1, { trades: 3, close: 1 });
    const more = candleAt(1, { trades: 5, close: 2 });
    expect(mergeCandles(known, arriving(fewer))).toBe(known);
    expect(mergeCandles(known, arriving(more))[1]).toBe(more);
  });

  it("takes a correction that changes no count", () => {
    const corrected = candleAt(2, { volume: 7 });
    expect(mergeCandles(candles(3), [corrected])[2]).toBe(corrected);
  });

  it("puts a single late minute where it belongs", () => {
    expect(mergeCandles([candleAt(0), candleAt(2)], [candleAt(1)])).toEqual(candles(3));
    expect(mergeCandles([candleAt(1), candleAt(2)], [candleAt(0)])).toEqual(candles(3));
    expect(mergeCandles([], [candleAt(0)])).toEqual(candles(1));
  });

  it("returns the same list when nothing is new", () => {
    const known = candles(3);
    expect(mergeCandles(known, candles(3))).toBe(known);
    expect(mergeCandles(known, [candleAt(1)])).toBe(known);
    expect(mergeCandles(known, [])).toBe(known);
  });

  it("holds a day and no more, the newest", () => {
    const many = mergeCandles([], candles(MOST_CANDLES + 10));
    expect(many).toHaveLength(MOST_CANDLES);
    expect(mergeCandles(many, [candleAt(MOST_CANDLES + 10)])).toHaveLength(MOST_CANDLES);
    expect(many.at(-1)).toEqual(candleAt(MOST_CANDLES + 9));
  });
});

describe("anomalies", () => {
  it("adds, orders newest first and keeps one an event", () => {
    const merged = mergeAnomalies([anomalyAt(2), anomalyAt(0)], [anomalyAt(1), anomalyAt(2), anomalyAt(3)]);
    expect(merged).toEqual(anomalies(4));
  });

  it("learns that an alert went out, and never unlearns it", () => {
    const silent = [anomalyAt(0, { alerted: false })];
    const sent = mergeAnomalies(silent, [anomalyAt(0, { alerted: true })]);
    expect(sent[0]?.alerted).toBe(true);
    expect(mergeAnomalies(sent, silent)).toBe(sent);
    expect(mergeAnomalies(silent, silent)).toBe(silent);
  });

  it("learns which webhooks took an alert and who knows of it, and never unlearns it", () => {
    const sent = [anomalyAt(0)];
    const taken = mergeAnomalies(sent, [anomalyAt(0, { delivered_to: ["ops"] })]);
    const known = mergeAnomalies(taken, [anomalyAt(0, { delivered_to: ["ops"], acknowledged_at: minuteAt(1) })]);
    expect(known[0]?.acknowledged_at).toBe(minuteAt(1));
    expect(mergeAnomalies(known, [...taken, ...sent])).toBe(known);
  });

  it("orders those of one instant the same way whatever order they come in", () => {
    const one = anomalyAt(0, { event_id: "a" });
    const other = anomalyAt(0, { event_id: "b" });
    expect(mergeAnomalies([one], [other])).toEqual(mergeAnomalies([other], [one]));
  });

  it("keeps what two detectors say of one event", () => {
    const both = mergeAnomalies([anomalyAt(0)], [anomalyAt(0, { detector: "calibrated", scale: "1m" })]);
    expect(both.map(({ detector }) => detector)).toEqual(["calibrated", "zscore"]);
    expect(mergeAnomalies(both, [anomalyAt(0)])).toBe(both);
  });

  it("holds a bounded number, the newest", () => {
    const many = mergeAnomalies([], anomalies(MOST_ANOMALIES + 10));
    expect(many).toHaveLength(MOST_ANOMALIES);
    expect(many[0]).toEqual(anomalyAt(MOST_ANOMALIES + 9));
  });
});
