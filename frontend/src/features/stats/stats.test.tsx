import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";

import { pollSeconds } from "@/shared/market/queries";

import { StatsBarView } from "./components/StatsBarView";
import { linkLabel } from "./domain/link";
import { requestsLabel } from "./domain/requests";
import { judge } from "./domain/verdict";
import { StatsBarSkeleton } from "./StatsBar";

import type { Situation } from "./domain/verdict";

const USED_UP = { provider: "alpha_vantage", used: 25, limit: 25, goes_on_at: "2026-11-23T14:30:00.000Z" };
const FINE: Situation = {
  link: "live",
  isOnline: true,
  isMarketOpen: true,
  isReplay: false,
  load: "ready",
  error: null,
  age: 30_000,
  intervalSeconds: 60,
};

describe("the verdict", () => {
  it.each<[string, string, Partial<Situation>]>([
    ["Operational", "good", {}],
    ["Operational", "good", { age: 120_000 }],
    ["Stale", "warn", { age: 120_001 }],
    ["Market closed", "quiet", { age: 120_001, isMarketOpen: false }],
    ["Stale", "warn", { age: 120_001, isMarketOpen: null }],
    ["Operational", "good", { isMarketOpen: false }],
    ["Replay", "quiet", { isReplay: true, age: 3_600_000 }],
    ["No data yet", "quiet", { isReplay: true, age: null }],
    ["Loading", "quiet", { load: "loading", age: null }],
    ["No data yet", "quiet", { age: null }],
    ["Unreachable", "bad", { link: "polling", load: "error", error: "Prices: HTTP 502" }],
    ["Operational", "good", { link: "live", load: "error" }],
    ["Unreachable", "bad", { link: "live", load: "error", age: null }],
    ["Offline", "bad", { link: "reconnecting", isOnline: false }],
    ["Offline", "bad", { link: "polling", isOnline: false, load: "error" }],
    ["Operational", "good", { link: "live", isOnline: false }],
    ["Operational", "good", { link: "reconnecting" }],
  ])("is %s (%s) when %o", (label, tone, change) => {
    expect(judge({ ...FINE, ...change })).toMatchObject({ label, tone });
  });

  it("explains itself", () => {
    expect(judge({ ...FINE, age: 180_000 }).detail).toBe("The newest event is 3 min old; one is due every 60 s.");
    expect(judge({ ...FINE, link: "polling", load: "error", error: "Prices: HTTP 502" }).detail).toBe(
      "Prices: HTTP 502 What is shown came before.",
    );
    expect(judge({ ...FINE, age: null }).detail).toContain("finpulse replay flash-crash");
  });
});

it.each([
  ["connecting", "Connecting", "quiet"],
  ["live", "Live", "good"],
  ["reconnecting", "Reconnecting", "warn"],
  ["polling", "Polling 60 s", "warn"],
] as const)("a link that is %s reads %s", (link, label, tone) => {
  expect(linkLabel(link, 60)).toMatchObject({ label, tone });
});

it.each([
  [5, 5],
  [60, 60],
  [936, 60],
])("a page that polls quotes due every %i s asks every %i s", (intervalSeconds, seconds) => {
  expect(pollSeconds({ intervalSeconds })).toBe(seconds);
});

describe("the day's requests", () => {
  it("say how many are used", () => {
    expect(requestsLabel([{ ...USED_UP, used: 7, goes_on_at: null }])).toEqual({
      label: "7 of 25",
      tone: "good",
      detail: "alpha_vantage: 7 of 25 requests used today.",
    });
  });

  it("say when it goes on, the used-up provider first", () => {
    const fine = { provider: "other", used: 1, limit: 60, goes_on_at: null };
    expect(requestsLabel([fine, USED_UP], "UTC")).toEqual({
      label: "25 of 25",
      tone: "warn",
      detail:
        "other: 1 of 60 requests used today. " +
        "alpha_vantage: 25 of 25 requests used today, goes on at Nov 23, 14:30.",
    });
  });

  it.each([[[]], [[{ ...USED_UP, limit: null, goes_on_at: null }]]])("are no cell without a limit: %o", (requests) => {
    expect(requestsLabel(requests)).toBeNull();
  });
});

describe("the bar", () => {
  it("shows every figure under its name, and opens the keys", async () => {
    const onKeys = vi.fn();
    render(
      <StatsBarView
        verdict={judge(FINE)}
        link={linkLabel("live", 60)}
        eventsLastHour={12_345}
        anomalies24h={3}
        lag={null}
        requests={requestsLabel([USED_UP], "UTC")}
        target="embedded"
        onKeys={onKeys}
      />,
    );
    expect(screen.getByText("Events / h").nextSibling).toHaveTextContent("12,345");
    expect(screen.getByText("Anomalies 24 h").nextSibling).toHaveTextContent("3");
    expect(screen.getByText("Requests").nextSibling).toHaveTextContent("25 of 25");
    expect(screen.getByText("embedded")).toBeInTheDocument();
    expect(screen.getByText("Operational")).toHaveAttribute("role", "status");
    await userEvent.click(screen.getByRole("button", { name: "Keys" }));
    expect(onKeys).toHaveBeenCalledOnce();
  });

  it("has its cells before it has figures", () => {
    render(<StatsBarSkeleton detail={null} />);
    expect(screen.getByText("Loading")).toBeInTheDocument();
    expect(screen.getByText("Events / h").nextSibling).toHaveTextContent("–");
    expect(screen.getByText("Lag").nextSibling).toHaveTextContent("–");
  });

  it("says when there is no configuration to be had", () => {
    render(<StatsBarSkeleton detail="The configuration: HTTP 404" />);
    expect(screen.getByText("Unreachable").closest("[title]")).toHaveAttribute("title", "The configuration: HTTP 404");
  });
});
