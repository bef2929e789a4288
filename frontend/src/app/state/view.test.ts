import { describe, expect, it } from "vitest";

import { neighbour } from "./useDashboardKeys";
import { parseView, viewSearch } from "./view";

const EVENT_ID = "0123456789abcdef0123456789abcdef";
const PLAIN = { feed: null, symbol: null, range: "1h", anomaly: null, panel: null } as const;

describe("the view in an address", () => {
  it("comes back as it was written", () => {
    const view = {
      feed: "flash-crash.ab12",
      symbol: "BRK.B",
      range: "24h",
      anomaly: EVENT_ID,
      panel: "anomalies",
    } as const;
    expect(parseView(viewSearch(view))).toEqual(view);
  });

  it("names whose anomaly it is, where that is not zscore", () => {
    const view = { ...PLAIN, anomaly: `${EVENT_ID}.calibrated` };
    expect(viewSearch(view)).toBe(`?anomaly=${EVENT_ID}.calibrated`);
    expect(parseView(viewSearch(view))).toEqual(view);
  });

  it("is no query string when nothing is chosen", () => {
    expect(viewSearch(PLAIN)).toBe("");
    expect(parseView("")).toEqual(PLAIN);
  });

  it("takes a symbol in small letters", () => {
    expect(parseView("?symbol=aapl").symbol).toBe("AAPL");
  });

  it.each([
    "?symbol=%3Cscript%3E",
    "?range=2h",
    "?anomaly=nope",
    `?anomaly=${EVENT_ID}.%3Cb%3E`,
    "?panel=other",
    "?feed=live",
    "?feed=no+run",
    "?symbol=",
    "?%",
  ])("passes over %s", (search) => {
    expect(parseView(search)).toEqual(PLAIN);
  });
});

it.each([
  [["A", "B"], "A", 1, "B"],
  [["A", "B"], "B", 1, "B"],
  [["A", "B"], "A", -1, "A"],
  [["A", "B"], "ZZZ", 1, "A"],
  [["A", "B"], null, -1, "A"],
  [[], null, 1, null],
])("from %j, %s, by %d is %s", (symbols, selected, by, expected) => {
  expect(neighbour(symbols, selected, by)).toBe(expected);
});
