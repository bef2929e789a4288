import { describe, expect, it } from "vitest";

import { localTime } from "@/shared/time";

import { anomalyAt } from "../../../../tests/samples/market";
import { directionMark, explainCommand, fateMark, fateText, replayOf, severityMark } from "./words";

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

  it("say which webhooks took the alert", () => {
    expect(fateText(anomalyAt(0, { delivered_to: ["ops", "chat"] }))).toBe("E-mailed, ops, chat");
  });

  it("say what holds an alert, and until when", () => {
    const until = "2026-11-20T19:00:00.000Z";
    const silenced = anomalyAt(0, { alerted: false, held_by: "silence:k3f9q2", held_until: until });
    expect(fateText(silenced)).toBe(`Held by silence k3f9q2 until ${localTime(Date.parse(until))}`);
    expect(fateText({ ...silenced, held_by: "quiet_hours" })).toMatch(/^Held by quiet hours until/);
    expect(fateMark(silenced)).toBe("‖ held");
    expect(fateMark(anomalyAt(0, { alerted: false }))).toBe("– not sent");
    expect(fateMark(anomalyAt(0))).toBe("✓ sent");
  });

  it("give the command that explains it", () => {
    expect(explainCommand(anomalyAt(0))).toBe("finpulse anomalies explain event-0");
    const other = anomalyAt(0, { detector: "calibrated" });
    expect(explainCommand(other)).toBe("finpulse anomalies explain event-0 --detector calibrated");
  });
});
