import { describe, expect, it } from "vitest";

import { anomalyAt, candles } from "../../../../tests/samples/market";
import { HIT_RADIUS, markerAt, placeMarkers, toMarkers } from "./markers";
import { toBars } from "./rows";

const bars = toBars(candles(10));

describe("toMarkers", () => {
  it("puts a spike at its candle's high and a drop at its low", () => {
    const found = toMarkers([anomalyAt(3, { direction: "SPIKE" }), anomalyAt(4)], bars);
    expect(found).toMatchObject([
      { finding: "event-3", anchor: 100.2, direction: "SPIKE" },
      { finding: "event-4", anchor: 99.8, direction: "DROP" },
    ]);
  });

  it("belongs to the minute, whatever the second", () => {
    const [marker] = toMarkers([anomalyAt(3, { detected_at: "2026-11-20T14:33:59.999Z" })], bars);
    expect(marker?.time).toBe(bars[3]?.time);
  });

  it("stacks those of one minute and side, and leaves out what has no candle", () => {
    const list = [
      anomalyAt(3, { event_id: "a" }),
      anomalyAt(3, { event_id: "b" }),
      anomalyAt(3, { event_id: "c", direction: "SPIKE" }),
      anomalyAt(77),
    ];
    expect(toMarkers(list, bars).map((marker) => [marker.finding, marker.level])).toEqual([
      ["a", 0],
      ["b", 1],
      ["c", 0],
    ]);
  });
});

describe("placeMarkers", () => {
  it("stands off from the candle, the stack growing outwards", () => {
    const markers = toMarkers(
      [anomalyAt(3, { event_id: "a" }), anomalyAt(3, { event_id: "b" }), anomalyAt(4, { direction: "SPIKE" })],
      bars,
    );
    const [first, second, spike] = placeMarkers(
      markers,
      () => 50,
      () => 200,
    );
    expect(first?.y).toBeGreaterThan(200);
    expect(second?.y).toBeGreaterThan(first?.y ?? Infinity);
    expect(spike?.y).toBeLessThan(200);
  });

  it("leaves out what is off the chart", () => {
    expect(
      placeMarkers(
        toMarkers([anomalyAt(3)], bars),
        () => null,
        () => 1,
      ),
    ).toEqual([]);
  });
});

describe("markerAt", () => {
  const placed = placeMarkers(
    toMarkers([anomalyAt(3), anomalyAt(4)], bars),
    (time) => (time === bars[3]?.time ? 100 : 110),
    () => 200,
  );

  it("takes the nearest within a finger's reach", () => {
    const y = placed[0]?.y ?? 0;
    expect(markerAt(placed, 103, y)?.finding).toBe("event-3");
    expect(markerAt(placed, 107, y)?.finding).toBe("event-4");
    expect(markerAt(placed, 110 + HIT_RADIUS, y)).toBeNull();
  });
});
