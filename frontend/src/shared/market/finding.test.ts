import { describe, expect, it } from "vitest";

import { anomalyAt } from "../../../tests/samples/market";
import { eventOf, findAnomaly, findingOf, scoreName } from "./finding";

const ZSCORE = anomalyAt(0, { event_id: "a" });
const CALIBRATED = anomalyAt(0, { event_id: "a", detector: "calibrated", scale: "5m" });

describe("a finding", () => {
  it("is the event of zscore, as it was before there were others, and tells others apart", () => {
    expect([ZSCORE, CALIBRATED].map(findingOf)).toEqual(["a", "a.calibrated"]);
    expect([ZSCORE, CALIBRATED].map(findingOf).map(eventOf)).toEqual(["a", "a"]);
    expect([ZSCORE, CALIBRATED].map(scoreName)).toEqual(["z", "calibrated"]);
  });

  it("finds its anomaly, and an event alone finds any", () => {
    expect(findAnomaly([CALIBRATED, ZSCORE], "a")).toBe(ZSCORE);
    expect(findAnomaly([CALIBRATED, ZSCORE], "a.calibrated")).toBe(CALIBRATED);
    expect(findAnomaly([CALIBRATED], "a")).toBe(CALIBRATED);
    expect(findAnomaly([ZSCORE], "a.calibrated")).toBeUndefined();
  });
});
