import { describe, expect, it } from "vitest";

import { anomalyAt } from "../../../../tests/samples/market";
import { directionMark, explainCommand, fateText, replayOf, severityMark } from "./words";

describe("the words", () => {
  it("mark direction and severity without colour", () => {
    expect([directionMark("SPIKE"), directionMark("DROP")]).toEqual(["▲", "▼"]);
    expect([severityMark("HIGH"), severityMark("MEDIUM")]).toEqual(["!!", "!"]);
  });

  it("name the fixture of a replay, and none of the live market", () => {
    expect(replayOf(anomalyAt(0, { feed: "flash-crash.ab12" }))).toBe("flash-crash");
    expect(replayOf(anomalyAt(0))).toBeNull();
  });

  it("tell the alert's fate", () => {
    expect(fateText(anomalyAt(0))).toBe("E-mailed");
    expect(fateText(anomalyAt(0, { alerted: false }))).toMatch(
      /^Not e-mailed: cooling down after an earlier AAPL DROP/,
    );
  });

  it("give the command that explains it", () => {
    expect(explainCommand(anomalyAt(0))).toBe("finpulse anomalies explain event-0");
    const other = anomalyAt(0, { detector: "calibrated" });
    expect(explainCommand(other)).toBe("finpulse anomalies explain event-0 --detector calibrated");
  });
});
