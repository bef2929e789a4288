import { act, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import {
  Age,
  ageText,
  clockTime,
  durationText,
  isMarketOpen,
  localTime,
  millisecondsOf,
  newYorkClock,
  newYorkTime,
  useNow,
} from ".";

import type { ReactElement } from "react";

const AT = "2026-11-20T14:31:05.250Z";

describe("times", () => {
  it("reads text and numbers alike", () => {
    expect(millisecondsOf(AT)).toBe(Date.UTC(2026, 10, 20, 14, 31, 5, 250));
    expect(millisecondsOf(7)).toBe(7);
  });

  it("shows the viewer's zone and New York's", () => {
    expect(localTime(AT, "Europe/Berlin")).toBe("Nov 20, 15:31:05");
    expect(newYorkTime(AT)).toBe("Nov 20, 09:31:05");
    expect(clockTime(AT, "UTC")).toBe("14:31:05");
    expect(newYorkClock(AT)).toBe("09:31:05");
    expect(clockTime("2026-11-20T00:00:00.000Z", "UTC")).toBe("00:00:00");
  });
});

it.each([
  [-5_000, "now"],
  [999, "now"],
  [12_900, "12 s ago"],
  [59_999, "59 s ago"],
  [60_000, "1 min ago"],
  [3_599_999, "59 min ago"],
  [7_200_000, "2 h ago"],
  [4 * 86_400_000, "4 d ago"],
])("calls an age of %d ms", (age, text) => {
  expect(ageText(age)).toBe(text);
});

it("never calls a length of time negative", () => {
  expect(durationText(-1)).toBe("0 s");
});

describe("what ticks", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.parse(AT) });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("ages by itself, with the time in both zones on hover", () => {
    render(<Age at={AT} />);
    const age = screen.getByText("now");
    expect(age.getAttribute("title")).toContain("Nov 20, 09:31:05 New York");
    expect(age).toHaveAttribute("datetime", AT);
    act(() => {
      vi.advanceTimersByTime(12_000);
    });
    expect(age).toHaveTextContent("12 s ago");
  });

  it("renders again only when what it shows changes", () => {
    const renders = vi.fn();
    function Minute(): ReactElement {
      renders();
      return <p>{useNow((now) => Math.floor(now / 60_000))}</p>;
    }
    render(<Minute />);
    const first = renders.mock.calls.length;
    act(() => {
      vi.advanceTimersByTime(50_000);
    });
    expect(renders.mock.calls.length).toBe(first);
    act(() => {
      vi.advanceTimersByTime(10_000);
    });
    expect(renders.mock.calls.length).toBeGreaterThan(first);
  });

  it("stops its clock when nobody watches", () => {
    const { unmount } = render(
      <>
        <Age at={AT} />
        <Age at={AT} />
      </>,
    );
    expect(vi.getTimerCount()).toBe(1);
    unmount();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("the New York session", () => {
  it.each([
    ["a Friday at 9:29", "2026-11-20T14:29:59.999Z", false],
    ["a Friday at 9:30", "2026-11-20T14:30:00.000Z", true],
    ["a Friday at 15:59", "2026-11-20T20:59:59.999Z", true],
    ["a Friday at 16:00", "2026-11-20T21:00:00.000Z", false],
    ["the same hour in summer time", "2026-07-01T13:30:00.000Z", true],
    ["a Saturday", "2026-11-21T16:00:00.000Z", false],
    ["Thanksgiving", "2026-11-26T16:00:00.000Z", false],
    ["the morning after Thanksgiving", "2026-11-27T16:00:00.000Z", true],
    ["the afternoon after Thanksgiving", "2026-11-27T18:00:00.000Z", false],
  ])("on %s", (_, at, isOpen) => {
    expect(isMarketOpen(Date.parse(at))).toBe(isOpen);
  });

  // The exchange's own calendars of 2025 to 2027, and the day of mourning for President Carter.
  it.each([
    "2025-01-01 2025-01-09 2025-01-20 2025-02-17 2025-04-18 2025-05-26 2025-06-19 2025-07-04 2025-09-01 2025-11-27 2025-12-25",
    "2026-01-01 2026-01-19 2026-02-16 2026-04-03 2026-05-25 2026-06-19 2026-07-03 2026-09-07 2026-11-26 2026-12-25",
    "2027-01-01 2027-01-18 2027-02-15 2027-03-26 2027-05-31 2027-06-18 2027-07-05 2027-09-06 2027-11-25 2027-12-24",
  ])("stays shut on %s and on no other weekday of the year", (list) => {
    const year = Number(list.slice(0, 4));
    const found: string[] = [];
    for (let noon = Date.UTC(year, 0, 1, 16); noon < Date.UTC(year + 1, 0, 1); noon += 86_400_000) {
      const at = new Date(noon);
      if (at.getUTCDay() % 6 !== 0 && isMarketOpen(noon) === false) found.push(at.toISOString().slice(0, 10));
    }
    expect(found).toEqual(list.split(" "));
  });

  it.each([
    ["2025-07-03", true],
    ["2025-11-28", true],
    ["2025-12-24", true],
    ["2026-11-27", true],
    ["2026-12-24", true],
    ["2026-11-25", false],
    ["2027-11-26", true],
    ["2027-12-23", false],
  ])("closes early on %s: %s", (day, isEarly) => {
    expect(isMarketOpen(Date.parse(`${day}T16:59:00Z`))).toBe(true);
    expect(isMarketOpen(Date.parse(`${day}T19:00:00Z`))).toBe(!isEarly);
  });

  it.each(["1999-12-31T16:00:00Z", "2036-01-02T16:00:00Z"])("is not guessed beyond the calendar: %s", (at) => {
    expect(isMarketOpen(Date.parse(at))).toBeNull();
  });
});
