import { act, fireEvent, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { minuteTime, newYorkTime } from "@/shared/time";

import { anomalies, anomalyAt, minuteAt } from "../../../tests/samples/market";
import { AnomalyFeed } from "./AnomalyFeed";
import { ROW_HEIGHT } from "./domain/window";

import type { AnomalyFeedProps } from "./AnomalyFeed";
import type { ReactElement } from "react";

const onOpen = vi.fn();
const onRetry = vi.fn();

function feedWith(change: Partial<AnomalyFeedProps> = {}): ReactElement {
  return (
    <AnomalyFeed
      anomalies={anomalies(3)}
      state="ready"
      error={null}
      onRetry={onRetry}
      openId={null}
      onOpen={onOpen}
      {...change}
    />
  );
}

/** What scrolls: jsdom has no layout, so tests scroll it themselves. */
function scroller(): HTMLElement {
  const { parentElement } = screen.getByRole("list");
  if (!parentElement) throw new Error("the list stands nowhere");
  return parentElement;
}

function rows(): HTMLElement[] {
  return within(screen.getByRole("list")).getAllByRole("button");
}

beforeEach(() => {
  vi.clearAllMocks();
});

afterEach(() => {
  vi.useRealTimers();
});

describe("the feed's states", () => {
  it("loading: rows to come", () => {
    render(feedWith({ anomalies: [], state: "loading" }));
    expect(screen.getByRole("status", { name: "Loading the anomalies" })).toBeVisible();
    // Nobody knows yet how many there are.
    expect(screen.queryByText("0")).toBeNull();
  });

  it("empty: says what to run", () => {
    render(feedWith({ anomalies: [] }));
    expect(screen.getByText("finpulse replay flash-crash")).toBeVisible();
  });

  it("error: what failed, and a retry", async () => {
    render(feedWith({ anomalies: [], state: "error", error: "The API answered 503." }));
    expect(screen.getByRole("alert")).toHaveTextContent("The API answered 503.");
    await userEvent.click(screen.getByRole("button", { name: "Retry" }));
    expect(onRetry).toHaveBeenCalledTimes(1);
  });

  it("error with anomalies: they stay, with a warning", () => {
    render(feedWith({ state: "error", error: "The API answered 503." }));
    expect(screen.getByRole("alert")).toHaveTextContent("Not refreshed: The API answered 503.");
    expect(rows()).toHaveLength(3);
  });
});

describe("a row", () => {
  it("says direction, symbol, severity, price, z and deviation, none by colour alone", () => {
    render(feedWith({ anomalies: [anomalyAt(0, { feed: "flash-crash.ab12" })] }));
    expect(rows()[0]).toHaveTextContent(/▼ DROPAAPL!! HIGH.*99\.00.*↻ flash-crashz −5\.0 · −1\.00%/);
    expect(rows()[0]).toHaveTextContent(`${minuteTime(minuteAt(0))} · `);
  });

  it("marks what was e-mailed", () => {
    render(feedWith({ anomalies: [anomalyAt(1), anomalyAt(0, { alerted: false })] }));
    expect(rows().map((row) => within(row).queryByRole("img", { name: "e-mailed" }) !== null)).toEqual([true, false]);
  });

  it("ages without a request, New York's time on hover", () => {
    vi.useFakeTimers({ now: Date.parse(minuteAt(0)) + 12_000 });
    render(feedWith({ anomalies: [anomalyAt(0)] }));
    expect(rows()[0]).toHaveTextContent("· 12 s");
    act(() => {
      vi.advanceTimersByTime(1_000);
    });
    expect(rows()[0]).toHaveTextContent("· 13 s");
    expect(screen.getByText("13 s").title).toContain(`${newYorkTime(minuteAt(0))} New York`);
  });

  it("opens its evidence and shows that it is open", async () => {
    const { rerender } = render(feedWith());
    await userEvent.click(screen.getByText("AAPL", { selector: '[data-event-id="event-1"] *' }));
    expect(onOpen).toHaveBeenCalledExactlyOnceWith("event-1");
    rerender(feedWith({ openId: "event-1" }));
    expect(rows().map((row) => row.getAttribute("aria-expanded"))).toEqual(["false", "true", "false"]);
  });
});

describe("with the keyboard", () => {
  it("is one tab stop; arrows, j and k, Home and End move, Enter opens", async () => {
    const onKey = vi.fn();
    document.addEventListener("keydown", onKey);
    render(feedWith());
    rows()[0]?.focus();
    expect(rows().map((row) => row.tabIndex)).toEqual([0, -1, -1]);
    await userEvent.keyboard("{ArrowDown}");
    expect(rows()[1]).toHaveFocus();
    await userEvent.keyboard("j");
    expect(rows()[2]).toHaveFocus();
    await userEvent.keyboard("{ArrowDown}k");
    expect(rows()[1]).toHaveFocus();
    await userEvent.keyboard("{End}{Home}");
    expect(rows()[0]).toHaveFocus();
    // The page's own arrows must not choose a symbol meanwhile.
    expect(onKey).not.toHaveBeenCalled();
    await userEvent.keyboard("{Enter}");
    expect(onOpen).toHaveBeenCalledExactlyOnceWith("event-2");
    document.removeEventListener("keydown", onKey);
  });

  it("keeps the focus on its anomaly when newer ones come in", () => {
    const { rerender } = render(feedWith());
    act(() => {
      rows()[1]?.focus();
    });
    rerender(feedWith({ anomalies: anomalies(6) }));
    expect(document.activeElement).toHaveAttribute("data-event-id", "event-1");
    expect(rows().map((row) => row.tabIndex)).toEqual([-1, -1, -1, -1, 0, -1]);
  });
});

describe("500 anomalies", () => {
  it("renders only those in sight, with their place in the whole", () => {
    render(feedWith({ anomalies: anomalies(500) }));
    expect(rows().length).toBeLessThan(40);
    expect(screen.getAllByRole("listitem")[0]).toHaveAttribute("aria-setsize", "500");
  });

  it("renders those scrolled to, and the one that has the tab stop", () => {
    render(feedWith({ anomalies: anomalies(500) }));
    fireEvent.scroll(scroller(), { target: { scrollTop: 300 * ROW_HEIGHT } });
    const shown = rows().map((row) => row.dataset["eventId"]);
    expect(shown).toContain("event-199");
    expect(shown).toContain("event-499");
    expect(shown.length).toBeLessThan(40);
  });

  it("does not move what is being read when newer ones come in", () => {
    const { rerender } = render(feedWith({ anomalies: anomalies(500) }));
    fireEvent.scroll(scroller(), { target: { scrollTop: 300 * ROW_HEIGHT } });
    rerender(feedWith({ anomalies: anomalies(502) }));
    expect(scroller().scrollTop).toBe(302 * ROW_HEIGHT);
  });
});

describe("the filters", () => {
  const list = [anomalyAt(2), anomalyAt(1, { symbol: "MSFT", severity: "MEDIUM" }), anomalyAt(0)];

  it("show one severity or one symbol, and say how many of how many", async () => {
    render(feedWith({ anomalies: list }));
    await userEvent.click(screen.getByRole("button", { name: "HIGH" }));
    expect(rows()).toHaveLength(2);
    expect(screen.getByText("2 of 3")).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: "All" }));
    await userEvent.selectOptions(screen.getByRole("combobox", { name: "Symbol" }), "MSFT");
    expect(rows()).toHaveLength(1);
  });

  it("say when nothing matches, and let go", async () => {
    render(feedWith({ anomalies: [anomalyAt(0)] }));
    await userEvent.click(screen.getByRole("button", { name: "MEDIUM" }));
    expect(screen.getByText("No anomaly matches the filter.")).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: "Show all" }));
    expect(rows()).toHaveLength(1);
  });
});
