import { describe, expect, it } from "vitest";

import { anomalyAt } from "../../../../tests/samples/market";
import { SHOW_ALL, applyFilter, symbolsOf } from "./filter";

const list = [anomalyAt(3), anomalyAt(2, { symbol: "MSFT", severity: "MEDIUM" }), anomalyAt(1, { severity: "MEDIUM" })];

function ids(severity: "all" | "MEDIUM" | "HIGH", symbol: string | null): string[] {
  return applyFilter(list, { severity, symbol }).map((anomaly) => anomaly.event_id);
}

describe("applyFilter", () => {
  it("lets all pass at first, as the same list", () => {
    expect(applyFilter(list, SHOW_ALL)).toBe(list);
  });

  it("filters by severity, by symbol and by both", () => {
    expect(ids("MEDIUM", null)).toEqual(["event-2", "event-1"]);
    expect(ids("all", "AAPL")).toEqual(["event-3", "event-1"]);
    expect(ids("MEDIUM", "AAPL")).toEqual(["event-1"]);
    expect(ids("HIGH", "MSFT")).toEqual([]);
  });
});

describe("symbolsOf", () => {
  it("names each once, by name, and the chosen one always", () => {
    expect(symbolsOf(list, null)).toEqual(["AAPL", "MSFT"]);
    expect(symbolsOf(list, "GOOGL")).toEqual(["AAPL", "GOOGL", "MSFT"]);
  });
});
