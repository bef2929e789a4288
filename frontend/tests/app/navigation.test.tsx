import { act, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { FIRST_MINUTE, anomalyAt, candleAt } from "../samples/market";
import { priceOf } from "../samples/prices";
import { open, press, settle } from "./stage";

import type { FakeApi } from "../fakes/api";

const EVENT_ID = "0123456789abcdef0123456789abcdef";

function withData(api: FakeApi): void {
  api.prices = ["AAPL", "MSFT", "TSLA"].map((symbol) => priceOf({ symbol }));
  api.candles = [candleAt(0), candleAt(0, { symbol: "MSFT" })];
  api.anomalies = [anomalyAt(0, { event_id: EVENT_ID })];
}

const row = (symbol: string): HTMLElement => screen.getByRole("button", { name: new RegExp(`^${symbol}`) });
const chart = (symbol: string): HTMLElement | null => screen.queryByRole("region", { name: `${symbol} chart` });
const search = (): string => window.location.search;

beforeEach(() => {
  vi.useFakeTimers({ now: FIRST_MINUTE + 30_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("keys", () => {
  it.each([
    ["j", "k"],
    ["ArrowDown", "ArrowUp"],
  ])("%s and %s walk the watchlist, as far as it goes", async (down, up) => {
    await open("", withData);
    expect(chart("AAPL")).toBeInTheDocument();
    await press(down);
    expect(chart("MSFT")).toBeInTheDocument();
    await press(down);
    await press(down);
    expect(chart("TSLA")).toBeInTheDocument();
    await press(up);
    expect(search()).toBe("?symbol=MSFT");
    expect(row("MSFT")).toHaveAttribute("aria-current", "true");
  });

  it("1 2 3 choose the range", async () => {
    await open("", withData);
    for (const [key, range] of [
      ["3", "24h"],
      ["2", "6h"],
      ["1", "1h"],
    ] as const) {
      await press(key);
      expect(screen.getByRole("button", { name: range })).toHaveAttribute("aria-pressed", "true");
    }
    expect(search()).toBe("");
  });

  it("a goes to the newest anomaly", async () => {
    await open("", withData);
    await press("a");
    expect(document.activeElement).toHaveAttribute("data-event-id", EVENT_ID);
  });

  it("a raises the feed where it is out of sight, Escape lowers it", async () => {
    vi.spyOn(Element.prototype, "checkVisibility").mockReturnValue(false);
    await open("", withData);
    await press("a");
    expect(search()).toBe("?panel=anomalies");
    expect(screen.getByRole("button", { name: "Close the anomalies" })).toBeInTheDocument();
    await press("Escape");
    expect(search()).toBe("");
  });

  it("/ opens the editor, where letters are letters, and Escape leaves it", async () => {
    await open("", withData);
    await press("/");
    const editor = screen.getByRole("textbox", { name: "SQL" });
    expect(editor).toHaveFocus();
    await press("j");
    expect(search()).toBe("?panel=query");
    await press("Escape");
    expect(editor).not.toBeInTheDocument();
  });

  it("? shows the keys, and while they show nothing else listens", async () => {
    await open("", withData);
    await press("?");
    expect(screen.getByRole("dialog", { name: "Keys" })).toBeInTheDocument();
    await press("j");
    expect(chart("AAPL")).toBeInTheDocument();
    fireEvent(screen.getByRole("dialog"), new Event("cancel", { cancelable: true }));
    await settle();
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  });

  it("leaves the browser's own shortcuts alone", async () => {
    await open("", withData);
    await press("j", { ctrlKey: true });
    await press("a", { metaKey: true });
    await press("3", { altKey: true });
    expect(search()).toBe("");
  });

  it("leaves a key to whoever took it", async () => {
    await open("", withData);
    const event = new KeyboardEvent("keydown", { key: "j", cancelable: true });
    event.preventDefault();
    window.dispatchEvent(event);
    await settle();
    expect(search()).toBe("");
  });

  it("Escape lets go of the focus when nothing is open", async () => {
    await open("", withData);
    row("MSFT").focus();
    await press("Escape");
    expect(document.body).toHaveFocus();
  });
});

describe("the address", () => {
  it("opens the view that it holds", async () => {
    await open(`?symbol=MSFT&range=6h&anomaly=${EVENT_ID}`, withData);
    expect(chart("MSFT")).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "6h" })).toHaveAttribute("aria-pressed", "true");
    expect(within(screen.getByRole("dialog")).getByText(`finpulse anomalies explain ${EVENT_ID}`)).toBeInTheDocument();
  });

  it("asks for the symbol in it before it knows the list", async () => {
    const { api } = await open("?symbol=MSFT", (fake) => {
      withData(fake);
      fake.prices = [];
    });
    expect(api.asked).toContain("/candles/MSFT");
    expect(chart("MSFT")).toBeInTheDocument();
  });

  it("follows a click, and the back button leads back", async () => {
    await open("", withData);
    fireEvent.click(row("TSLA"));
    await settle();
    expect(search()).toBe("?symbol=TSLA");
    act(() => {
      window.history.replaceState(null, "", "/"); // what going back does, without jsdom's delay
      window.dispatchEvent(new PopStateEvent("popstate"));
    });
    await settle();
    expect(chart("AAPL")).toBeInTheDocument();
  });

  it("holds the open anomaly until it is closed", async () => {
    await open("", withData);
    await press("a");
    fireEvent.click(document.activeElement ?? document.body);
    await settle();
    expect(search()).toBe(`?anomaly=${EVENT_ID}`);
    fireEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Close" }));
    await settle();
    expect(search()).toBe("");
  });

  it("may name an anomaly further back than the page reads at first", async () => {
    const shared = "f".repeat(32);
    const { api } = await open(`?anomaly=${shared}`, (fake) => {
      withData(fake);
      const older = Array.from({ length: 120 }, (_, index) => anomalyAt(-index, { event_id: `older-${index}` }));
      fake.anomalies = [...older, anomalyAt(-200, { event_id: shared, symbol: "TSLA" })];
    });
    expect(api.timesAsked("/anomalies")).toBe(2);
    expect(screen.getByRole("dialog")).toHaveTextContent("TSLA");
  });

  it("says how to find an anomaly that the API does not give", async () => {
    const shared = "f".repeat(32);
    await open(`?anomaly=${shared}`, withData);
    const dialog = screen.getByRole("dialog", { name: "Anomaly" });
    expect(dialog).toHaveTextContent(`finpulse anomalies explain ${shared}`);
    fireEvent.click(within(dialog).getByRole("button", { name: "Close" }));
    await settle();
    expect(search()).toBe("");
  });
});

describe("panels", () => {
  it("open and close by their tabs", async () => {
    await open("", withData);
    const tab = screen.getByRole("button", { name: "Query" });
    fireEvent.click(tab);
    await settle();
    expect(screen.getByRole("region", { name: "Query" })).toBeInTheDocument();
    expect(tab).toHaveAttribute("aria-pressed", "true");
    fireEvent.click(tab);
    await settle();
    expect(screen.queryByRole("region", { name: "Query" })).not.toBeInTheDocument();
  });

  it("show one page at a time on a phone: the list, or the chart of what was tapped", async () => {
    await open("", withData);
    const column = (name: string): Element | null => screen.getByRole("region", { name }).closest("main > div");
    expect(column("AAPL chart")).toHaveClass("max-md:hidden");
    fireEvent.click(row("MSFT"));
    await settle();
    expect(column("Watchlist")).toHaveClass("max-md:hidden");
    expect(column("MSFT chart")).not.toHaveClass("max-md:hidden");
    fireEvent.click(screen.getByRole("button", { name: "Watchlist" }));
    await settle();
    expect(column("Watchlist")).not.toHaveClass("max-md:hidden");
  });
});
