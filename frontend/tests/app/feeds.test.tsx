import { act, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { pushed, replayOf } from "../samples/feeds";
import { FIRST_MINUTE, anomalyAt, candleAt, minuteAt } from "../samples/market";
import { priceOf, updateOf } from "../samples/prices";
import { latestChart } from "../watchedCharts";
import { meanwhile, open, pass, press, settle } from "./stage";

import type { FakeApi } from "../fakes/api";

vi.mock("lightweight-charts", async (original) => ({
  ...(await original<object>()),
  ...(await import("../watchedCharts")),
}));

const EVENT_ID = "0123456789abcdef0123456789abcdef";
const REPLAY = replayOf("ab12", { symbols: ["AAPL", "NVDA"] });
const { feed } = REPLAY;

/** A live market of AAPL and MSFT around 100, a replay of AAPL and NVDA around 250; one anomaly in each. */
function withReplay(api: FakeApi): void {
  withLive(api);
  api.feeds = [REPLAY];
  api.prices = [...api.prices, priceOf({ feed, price: 259 }), priceOf({ feed, symbol: "NVDA", price: 180 })];
  api.candles = [...api.candles, candleAt(0, { feed, close: 259 }), candleAt(0, { feed, symbol: "NVDA", close: 180 })];
  api.anomalies = [anomalyAt(1, { feed, symbol: "NVDA", event_id: EVENT_ID }), ...api.anomalies];
}

function withLive(api: FakeApi): void {
  api.prices = [priceOf(), priceOf({ symbol: "MSFT", price: 471 })];
  api.candles = [candleAt(0), candleAt(1)];
  api.anomalies = [anomalyAt(0)];
}

const search = (): string => window.location.search;
const bar = () => within(screen.getByRole("region", { name: "Feed" }));
const watchlist = (): HTMLElement => screen.getByRole("region", { name: "Watchlist" });
const closes = (): unknown[] =>
  (latestChart().data().candles as { readonly close: number }[]).map(({ close }) => close);

async function choose(name: RegExp): Promise<void> {
  fireEvent.click(within(screen.getByRole("dialog", { name: "Feeds" })).getByRole("button", { name }));
  await settle();
}

beforeEach(() => {
  vi.useFakeTimers({ now: FIRST_MINUTE + 30_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the feed that is shown", () => {
  it("is the live market unless the address names another", async () => {
    const { sockets } = await open("", withReplay);
    expect(bar().getByRole("status")).toHaveTextContent("Live market");
    expect(watchlist()).toHaveTextContent(/AAPL.*100\.10.*MSFT/);
    expect(watchlist()).not.toHaveTextContent("NVDA");
    await meanwhile(() => {
      sockets.newest.accept();
    });
    expect(sockets.newest.sent.at(-1)).toMatchObject({ action: "subscribe", feed: "live" });
  });

  it("is the one in the address, with its own symbols, prices and candles", async () => {
    await open(`?feed=${feed}`, withReplay);
    expect(bar().getByRole("status")).toHaveTextContent("Replay of flash-crash");
    expect(bar().getByRole("status")).toHaveTextContent("run ab12390 events · began 30 s ago");
    expect(watchlist()).toHaveTextContent(/AAPL.*259\.00.*NVDA.*180\.00/);
    expect(watchlist()).not.toHaveTextContent("MSFT");
    expect(closes()).toEqual([259]);
    expect(document.title).toBe("↻ AAPL 259.00 · FinPulse");
    expect(screen.getByText("Replay", { selector: "[role=status]" })).toBeInTheDocument();
  });

  it("may be known no more: it says so, and how to get on", async () => {
    await open("?feed=calm.gone", withReplay);
    expect(bar().getByRole("status")).toHaveTextContent("not known any more");
    expect(screen.getByText("There is nothing of this replay.")).toBeInTheDocument();
    fireEvent.click(bar().getByRole("button", { name: "Back to live" }));
    await settle();
    expect(search()).toBe("");
    expect(watchlist()).toHaveTextContent("MSFT");
  });

  it("is asked for in every request that shows a state", async () => {
    const asked: string[] = [];
    await open(`?feed=${feed}`, (api) => {
      withReplay(api);
      const { fetch } = api;
      Object.assign(api, {
        fetch: (url: string) => {
          asked.push(url);
          return fetch(url);
        },
      });
    });
    const states = asked.filter((url) => /\/(prices|candles|stats)/.test(url));
    expect(states.length).toBeGreaterThan(2);
    for (const url of states) expect(url).toContain(`feed=${feed}`);
  });
});

describe("a switch of feeds", () => {
  it("leaves nothing of the one before: list, chart, figures", async () => {
    const { api } = await open("", withReplay);
    expect(closes()).toHaveLength(2);
    await press("f");
    await choose(/flash-crash/);
    expect(search()).toBe(`?feed=${feed}`);
    expect(closes()).toEqual([259]);
    expect(watchlist()).not.toHaveTextContent(/MSFT|100\.10/);
    expect(api.timesAsked("/stats")).toBe(2);
  });

  it("comes back to a market that is asked for anew, not to an empty one", async () => {
    await open("", withReplay);
    await press("f");
    await choose(/flash-crash/);
    fireEvent.click(bar().getByRole("button", { name: "Back to live" }));
    await settle();
    expect(watchlist()).toHaveTextContent(/AAPL.*100\.10.*MSFT/);
    expect(closes()).toHaveLength(2);
  });

  it("has the new feed pushed over the same socket, and lets nothing of the old one in", async () => {
    const { sockets } = await open("", withReplay);
    await meanwhile(() => {
      sockets.newest.accept();
    });
    await press("f");
    await choose(/flash-crash/);
    expect(sockets.all).toHaveLength(1);
    expect(sockets.newest.sent.at(-1)).toMatchObject({ action: "subscribe", feed });
    await meanwhile(() => {
      sockets.newest.say(updateOf({ prices: [priceOf({ price: 7, timestamp: minuteAt(5) })], candles: [candleAt(5)] }));
      sockets.newest.confirm();
      sockets.newest.say(updateOf({ prices: [priceOf({ feed, price: 260, timestamp: minuteAt(1) })] }));
      sockets.newest.say(updateOf({ candles: [candleAt(1, { feed, close: 260 })] }));
    });
    await pass(200);
    expect(watchlist()).toHaveTextContent(/AAPL.*260\.00/);
    expect(closes()).toEqual([259, 260]);
  });

  it("goes back with the back button", async () => {
    await open(`?feed=${feed}`, withReplay);
    act(() => {
      window.history.replaceState(null, "", "/");
      window.dispatchEvent(new PopStateEvent("popstate"));
    });
    await settle();
    expect(watchlist()).toHaveTextContent("MSFT");
  });
});

describe("the list of feeds", () => {
  it("opens with f, is walked with the arrows, and Escape leaves it", async () => {
    await open("", withReplay);
    await press("f");
    const dialog = screen.getByRole("dialog", { name: "Feeds" });
    expect(search()).toBe("?panel=feeds");
    expect(within(dialog).getByRole("button", { name: /Live market/ })).toHaveFocus();
    await press("ArrowDown");
    expect(within(dialog).getByRole("button", { name: /flash-crash/ })).toHaveFocus();
    expect(document.activeElement).toHaveTextContent("run ab12");
    expect(document.activeElement).toHaveTextContent("AAPL NVDA390 events");
    await press("k");
    expect(within(dialog).getByRole("button", { name: /Live market/ })).toHaveFocus();
    fireEvent(dialog, new Event("cancel", { cancelable: true }));
    await settle();
    expect(dialog).not.toBeInTheDocument();
  });

  it("says what to run when there is no replay", async () => {
    await open("?panel=feeds", withLive);
    expect(within(screen.getByRole("dialog")).getByText("finpulse replay flash-crash")).toBeInTheDocument();
  });

  it("says what failed, and tries again", async () => {
    const { api } = await open("?panel=feeds", (fake) => {
      withReplay(fake);
      fake.broken.add("feeds");
    });
    await pass(1_100);
    const dialog = within(screen.getByRole("dialog"));
    expect(dialog.getByRole("alert")).toHaveTextContent("The feeds could not be loaded: Feeds:");
    api.broken.clear();
    fireEvent.click(dialog.getByRole("button", { name: "Retry" }));
    await settle();
    expect(dialog.getByRole("button", { name: /flash-crash/ })).toBeInTheDocument();
  });

  it("is there while it loads", async () => {
    await open("?panel=feeds", (api) => {
      withLive(api);
      api.silent.add("feeds");
    });
    expect(screen.getByText("Looking for replays …")).toBeInTheDocument();
  });

  it("is in the list of keys", async () => {
    await open("?panel=keys", withLive);
    expect(screen.getByText("the feeds: the live market and the replays")).toBeInTheDocument();
  });
});

describe("a replay that begins", () => {
  const second = replayOf("cd34", { started_at: minuteAt(3), fixture: "calm", feed: "calm.cd34" });

  it("is followed and said, from the live market", async () => {
    const { api, sockets } = await open("", withLive);
    await meanwhile(() => {
      sockets.newest.accept();
    });
    withReplay(api);
    await meanwhile(() => {
      sockets.newest.say(updateOf({ feeds: [pushed(REPLAY)] }));
    });
    expect(search()).toBe(`?feed=${feed}`);
    expect(bar().getByRole("status")).toHaveTextContent("Replay of flash-crash");
    expect(watchlist()).toHaveTextContent("259.00");
    await meanwhile(() => {
      sockets.newest.say(updateOf({ feeds: [pushed(second)] }));
    });
    expect(search()).toBe("?feed=calm.cd34");
  });

  it("is not what the page found when it was opened", async () => {
    const { sockets } = await open("", withReplay);
    await meanwhile(() => {
      sockets.newest.accept();
      sockets.newest.say(updateOf({ feeds: [pushed(REPLAY)] }));
    });
    expect(search()).toBe("");
  });

  it("takes nobody away from a replay that was chosen", async () => {
    const { sockets } = await open(`?feed=${feed}`, withReplay);
    await meanwhile(() => {
      sockets.newest.accept();
      sockets.newest.say(updateOf({ feeds: [pushed(second)] }));
    });
    expect(search()).toBe(`?feed=${feed}`);
  });

  it("leaves those alone who went back to live, until the next one begins", async () => {
    const { sockets } = await open("", withLive);
    await meanwhile(() => {
      sockets.newest.accept();
      sockets.newest.say(updateOf({ feeds: [pushed(REPLAY)] }));
    });
    fireEvent.click(bar().getByRole("button", { name: "Back to live" }));
    await settle();
    await meanwhile(() => {
      sockets.newest.say(updateOf({ feeds: [pushed(REPLAY)] }));
    });
    expect(search()).toBe("");
    await meanwhile(() => {
      sockets.newest.say(updateOf({ feeds: [pushed(second)] }));
    });
    expect(search()).toBe("?feed=calm.cd34");
  });

  it("is asked for at once: its symbols and its events", async () => {
    const { api, sockets } = await open("", withLive);
    await meanwhile(() => {
      sockets.newest.accept();
    });
    withReplay(api);
    await meanwhile(() => {
      sockets.newest.say(updateOf({ feeds: [pushed(REPLAY)] }));
    });
    expect(bar().getByRole("status")).toHaveTextContent("390 events");
  });

  it("keeps the symbol that is looked at if it is found by polling and has it", async () => {
    const { api } = await open("?symbol=AAPL", (fake) => {
      withLive(fake);
      fake.config = { ...(fake.config as object), websocket_url: null };
    });
    withReplay(api);
    await pass(60_100);
    await settle();
    expect(search()).toBe(`?feed=${feed}&symbol=AAPL`);
    expect(screen.getByRole("region", { name: "AAPL chart" })).toBeInTheDocument();
  });
});

describe("anomalies", () => {
  it("are those of all feeds, each with its own", async () => {
    await open("", withReplay);
    const rows = within(screen.getByRole("list", { name: "Anomalies, newest first" })).getAllByRole("button");
    expect(rows.map((row) => /↻ flash-crash|live/.exec(row.textContent)?.[0])).toEqual(["↻ flash-crash", "live"]);
  });

  it("lead to their feed when they are opened", async () => {
    await open("?symbol=MSFT", withReplay);
    fireEvent.click(screen.getByRole("button", { name: /DROP.*NVDA/ }));
    await settle();
    expect(search()).toBe(`?feed=${feed}&symbol=NVDA&anomaly=${EVENT_ID}`);
    expect(screen.getByRole("region", { name: "NVDA chart" })).toBeInTheDocument();
    expect(screen.getByRole("dialog")).toHaveTextContent(feed);
  });

  it("stand on the chart of their own feed only", async () => {
    await open("", (api) => {
      withReplay(api);
      api.anomalies = [anomalyAt(0, { feed })];
    });
    expect(screen.getByRole("slider", { name: "Candles of AAPL" })).toHaveAccessibleDescription(/0 anomalies/);
  });
});

it("offers the replays of the last day where the live market is empty", async () => {
  await open("", (api) => {
    withReplay(api);
    api.prices = api.prices.filter((price) => price.feed === feed);
  });
  fireEvent.click(screen.getByRole("button", { name: "Replay of flash-crash" }));
  await settle();
  expect(search()).toBe(`?feed=${feed}`);
  expect(watchlist()).toHaveTextContent("259.00");
});
