import { cleanup, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { FIRST_MINUTE, anomalyAt, candleAt, minuteAt } from "../samples/market";
import { priceOf, updateOf } from "../samples/prices";
import { meanwhile, open, pass, settle } from "./stage";

import type { FakeApi } from "../fakes/api";

function withData(api: FakeApi): void {
  api.prices = [priceOf(), priceOf({ symbol: "MSFT", price: 471 })];
  api.candles = [candleAt(0)];
  api.anomalies = [anomalyAt(0)];
  api.stats = { ...api.stats, events_last_hour: 240, anomalies_24h: 3 };
}

const status = (label: string): HTMLElement | null => screen.queryByText(label, { selector: "[role=status]" });
const feedStatus = (label: RegExp): HTMLElement | null =>
  screen.queryByText((_, element) => element?.getAttribute("role") === "status" && label.test(element.textContent));
const watchlist = () => within(screen.getByRole("region", { name: "Watchlist" }));

beforeEach(() => {
  // Friday, 10:00 in New York: half an hour into the session; the samples begin at the open.
  vi.useFakeTimers({ now: FIRST_MINUTE + 30_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

it("first load: the real layout, still empty", async () => {
  await open("", (api) => (api.state = "silent"));
  expect(status("Loading")).toBeInTheDocument();
  expect(screen.getByRole("status", { name: "Loading the prices" })).toBeInTheDocument();
  expect(screen.getByRole("status", { name: "Loading the chart" })).toBeInTheDocument();
  expect(screen.getByRole("status", { name: "Loading the anomalies" })).toBeInTheDocument();
  expect(screen.getByText("Events / h")).toBeInTheDocument();
});

it("no configuration: what failed, and a retry that helps", async () => {
  const { api } = await open("", (fake) => {
    fake.config = null;
    withData(fake);
  });
  await pass(1_000);
  expect(screen.getByRole("alert")).toHaveTextContent("The configuration: no such route");
  api.config = { api_url: "http://api.test", websocket_url: null, target: "embedded", interval_seconds: 60 };
  fireEvent.click(screen.getByRole("button", { name: "Retry" }));
  await settle();
  expect(watchlist().getByText("100.10")).toBeInTheDocument();
});

it("no data yet: what to run; then the first price shows up by itself", async () => {
  const { sockets } = await open();
  await meanwhile(() => {
    sockets.newest.accept();
  });
  expect(status("No data yet")).toBeInTheDocument();
  expect(screen.getAllByText("finpulse replay flash-crash").length).toBeGreaterThan(0);
  await meanwhile(() => {
    sockets.newest.say(updateOf({ prices: [priceOf()], candles: [candleAt(0)], anomalies: [anomalyAt(0)] }));
  });
  expect(status("Operational")).toBeInTheDocument();
  expect(watchlist().getByText("100.10")).toBeInTheDocument();
  expect(screen.getByRole("region", { name: "AAPL chart" })).toBeInTheDocument();
  expect(within(screen.getByRole("region", { name: "Anomalies" })).getByText(/DROP/)).toBeInTheDocument();
});

it("no prices to be had: every panel says so, and none waits for ever", async () => {
  await open("", (api) => {
    withData(api);
    const { fetch } = api;
    Object.assign(api, {
      fetch: (url: string) => (url.endsWith("/config.json") ? fetch(url) : Promise.reject(new TypeError("no network"))),
    });
  });
  await pass(1_100); // the second attempt of each request
  expect(watchlist().getByRole("alert")).toHaveTextContent("Prices: the server does not answer");
  expect(screen.getByText(/The chart needs a symbol/)).toBeInTheDocument();
  expect(screen.getByText("The anomalies could not be loaded.")).toBeInTheDocument();
  expect(screen.queryByRole("status", { name: /^Loading/ })).not.toBeInTheDocument();
});

describe("with data", () => {
  it("live: pushed changes are drawn without a request", async () => {
    const { api, sockets } = await open("", withData);
    await meanwhile(() => {
      sockets.newest.accept();
    });
    expect(feedStatus(/Live$/)).toBeInTheDocument();
    expect(screen.getByText("Events / h").nextSibling).toHaveTextContent("240");
    expect(screen.getByText("Anomalies 24 h").nextSibling).toHaveTextContent("3");
    const before = api.asked.length;
    await meanwhile(() => {
      sockets.newest.say(updateOf({ prices: [priceOf({ price: 105.5, timestamp: minuteAt(1) })] }));
    });
    expect(watchlist().getByText("105.50")).toBeInTheDocument();
    expect(api.asked).toHaveLength(before);
    expect(document.title).toBe("AAPL 100.10 · FinPulse");
    await pass(1_000);
    expect(document.title).toBe("AAPL 105.50 · FinPulse");
  });

  it("live: asks again for everything once it is subscribed", async () => {
    const { api, sockets } = await open("", withData);
    expect(api.timesAsked("/prices")).toBe(1);
    api.prices = [priceOf({ price: 101, timestamp: minuteAt(1) })];
    await meanwhile(() => {
      sockets.newest.accept();
    });
    expect(api.timesAsked("/prices")).toBe(2);
    expect(watchlist().getByText("101.00")).toBeInTheDocument();
    expect(api.timesAsked("/config.json")).toBe(1);
  });

  it("reconnecting, then polling: the last data stays, and is asked for every interval", async () => {
    const { api, sockets } = await open("", withData);
    await meanwhile(() => {
      sockets.newest.accept();
    });
    await meanwhile(() => {
      sockets.newest.drop();
    });
    expect(feedStatus(/Reconnecting/)).toBeInTheDocument();
    expect(watchlist().getByText("100.10")).toBeInTheDocument();
    await pass(5_000);
    expect(feedStatus(/Polling 60 s/)).toBeInTheDocument();
    await settle();
    const before = api.timesAsked("/prices");
    api.prices = [priceOf({ price: 102, timestamp: minuteAt(1) })];
    await pass(60_100);
    expect(api.timesAsked("/prices")).toBe(before + 1);
    expect(watchlist().getByText("102.00")).toBeInTheDocument();
    await meanwhile(() => {
      window.dispatchEvent(new Event("online")); // so that there is an attempt right now
      sockets.newest.accept();
    });
    expect(feedStatus(/Live$/)).toBeInTheDocument();
  });

  it("stale: amber from two intervals on", async () => {
    const { sockets } = await open("", withData);
    await meanwhile(() => {
      sockets.newest.accept();
    });
    expect(screen.getByText("Lag").nextSibling).toHaveTextContent("30 s");
    await pass(91_000);
    expect(status("Stale")?.closest("dd")).toHaveClass("text-accent");
    expect(screen.getByText("Lag").nextSibling).toHaveClass("text-accent");
    expect(screen.getByText("Lag").nextSibling).toHaveTextContent("121 s");
  });

  it("market closed: old data is no alarm", async () => {
    vi.setSystemTime(Date.UTC(2026, 10, 21, 16)); // Saturday
    await open("", withData);
    expect(status("Market closed")).toBeInTheDocument();
    expect(screen.getByText("New York · closed")).toBeInTheDocument();
  });

  it("error: what is shown stays, and a retry renews it", async () => {
    const { api } = await open("", withData);
    api.state = "down";
    await pass(5_000); // the socket is given up, and polling begins
    await pass(2_000); // the second attempt of each request
    expect(status("Unreachable")).toBeInTheDocument();
    expect(watchlist().getByText("100.10")).toBeInTheDocument();
    expect(watchlist().getByRole("alert")).toHaveTextContent("Prices: the server does not answer");
    api.state = "up";
    fireEvent.click(watchlist().getByRole("button", { name: "Retry" }));
    await settle();
    expect(watchlist().queryByRole("alert")).not.toBeInTheDocument();
    expect(status("Operational")).toBeInTheDocument();
  });

  it("offline: says so, and hurries back with the network", async () => {
    const { sockets } = await open("", withData);
    await meanwhile(() => {
      sockets.newest.accept();
    });
    vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
    await meanwhile(() => {
      window.dispatchEvent(new Event("offline"));
      sockets.newest.drop();
    });
    await pass(1_000);
    expect(status("Offline")).toBeInTheDocument();
    const attempts = sockets.all.length;
    await meanwhile(() => {
      sockets.newest.drop();
      window.dispatchEvent(new Event("online"));
    });
    expect(sockets.all).toHaveLength(attempts + 1);
  });

  it("says nothing of a network that it does not need", async () => {
    vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
    const { sockets } = await open("", withData);
    await meanwhile(() => {
      sockets.newest.accept();
    });
    expect(status("Operational")).toBeInTheDocument();
  });

  it("closes its socket when the page goes", async () => {
    const { sockets } = await open("", withData);
    cleanup();
    expect(sockets.newest.isClosed).toBe(true);
  });
});
