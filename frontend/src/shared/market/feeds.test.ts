import { describe, expect, it, vi } from "vitest";

import { pushed, replayOf } from "../../../tests/samples/feeds";
import { anomalyAt, minuteAt } from "../../../tests/samples/market";
import { LIVE, fixtureOf, isReplay, mergeFeeds, runOf } from "./feeds";
import { Happenings } from "./happenings";

it("knows a replay by its name, and its recording and run", () => {
  expect(isReplay(LIVE)).toBe(false);
  expect(isReplay("flash-crash.ab12")).toBe(true);
  expect([fixtureOf("my.data.v2.ab12"), runOf("my.data.v2.ab12")]).toEqual(["my.data.v2", "ab12"]);
});

describe("feeds known and arrived", () => {
  const old = replayOf("old");
  const young = replayOf("young", { started_at: minuteAt(9) });

  it("stand newest first", () => {
    expect(mergeFeeds([old], [young])).toEqual([young, old]);
  });

  it("are the same list when nothing is new", () => {
    const known = [young, old];
    expect(mergeFeeds(known, [replayOf("old", { events: 12 })])).toBe(known);
  });

  it("tell the most of each", () => {
    const grown = replayOf("old", { events: 400, symbols: ["AAPL", "MSFT"] });
    expect(mergeFeeds([old], [grown])).toEqual([grown]);
  });
});

it("takes a feed that a push tells of and that was not known for one that has just begun", () => {
  const happenings = new Happenings((run) => {
    run();
  });
  const known = replayOf("a", { started_at: minuteAt(1) });
  happenings.addFeeds([known]);
  expect(happenings.noteFeeds([pushed(known)], minuteAt(5))).toBe(false);
  expect(happenings.noteFeeds([pushed(known), pushed(replayOf("b"))], minuteAt(5))).toBe(true);
  expect(happenings.feeds()).toEqual([replayOf("b", { started_at: minuteAt(5), symbols: [], events: 0 }), known]);
  happenings.addFeeds([replayOf("b")]);
  expect(happenings.feeds()).toEqual([known, replayOf("b")]);
});

it("holds what happens in all feeds, and tells of it once a frame", () => {
  const frames: (() => void)[] = [];
  const happenings = new Happenings((run) => frames.push(run));
  const [onFeeds, onAnomalies] = [vi.fn(), vi.fn()];
  happenings.onFeeds(onFeeds);
  happenings.onAnomalies(onAnomalies);
  happenings.addFeeds([replayOf("a")]);
  happenings.addFeeds([replayOf("a")]);
  happenings.addAnomalies([anomalyAt(0), anomalyAt(1, { feed: "flash-crash.a" })]);
  happenings.addAnomalies([anomalyAt(0)]);
  for (const run of frames) run();
  expect(frames).toHaveLength(1);
  expect(onFeeds).toHaveBeenCalledOnce();
  expect(onAnomalies).toHaveBeenCalledOnce();
  expect(happenings.feeds()).toEqual([replayOf("a")]);
  expect(happenings.anomalies().map(({ feed }) => feed)).toEqual(["flash-crash.a", "live"]);
});
