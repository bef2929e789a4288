import { act, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { candles, minuteAt } from "../../../tests/samples/market";
import { priceOf } from "../../../tests/samples/prices";
import { InMarket, marketWith } from "../../../tests/harness";
import { PriceTicker } from "./PriceTicker";

import type { PriceTickerProps } from "./PriceTicker";
import type { Market } from "@/shared/market/MarketContext";

const onSelect = vi.fn();
const onRetry = vi.fn();
let market: Market;

function show(change: Partial<PriceTickerProps> = {}) {
  const props: PriceTickerProps = {
    symbols: market.store.symbols(),
    isReplay: false,
    selected: "AAPL",
    state: "ready",
    error: null,
    onSelect,
    onRetry,
    ...change,
  };
  return render(<PriceTicker {...props} />, {
    wrapper: ({ children }) => <InMarket market={market}>{children}</InMarket>,
  });
}

const row = (symbol: string): HTMLElement => screen.getByRole("button", { name: new RegExp(`^${symbol}`) });

beforeEach(() => {
  vi.clearAllMocks();
  market = marketWith();
});

describe("with prices", () => {
  beforeEach(() => {
    market.store.addPrices([
      priceOf({ price: 1234.5, change_percent: 1.25 }),
      priceOf({ symbol: "MSFT", price: 471, change_percent: -0.4 }),
    ]);
    market.store.addCandles(candles(3));
  });

  it("shows symbol, price and change, by sign and arrow as well as colour", () => {
    show();
    expect(row("AAPL")).toHaveTextContent("1,234.50▲ +1.25%");
    expect(row("MSFT")).toHaveTextContent("471.00▼ −0.40%");
    expect(within(row("AAPL")).getByText("1,234.50")).toHaveAttribute("title", expect.stringContaining("New York"));
  });

  it("has a dash for a price that no change was quoted with, whatever the candles say", () => {
    market.store.addPrices([priceOf({ price: 106, change_percent: null, timestamp: minuteAt(1) })]);
    show();
    expect(row("AAPL")).toHaveTextContent(/106\.00–$/);
  });

  it("gives every price the digits that its size needs, and a symbol always as many", () => {
    market.store.addPrices([
      priceOf({ symbol: "SHIB", price: 0.00001234 }),
      priceOf({ symbol: "EURUSD", price: 1.0842 }),
      priceOf({ symbol: "BTC", price: 1_234_567.891 }),
    ]);
    show();
    expect(row("SHIB")).toHaveTextContent("0.00001234");
    expect(row("BTC")).toHaveTextContent("1,234,567.89");
    act(() => {
      market.store.addPrices([priceOf({ symbol: "EURUSD", price: 1.08, timestamp: minuteAt(1) })]);
    });
    expect(row("EURUSD")).toHaveTextContent("1.0800");
  });

  it("marks the symbol on the chart, the only one that Tab stops at", () => {
    show({ selected: "MSFT" });
    expect(row("MSFT")).toHaveAttribute("aria-current", "true");
    expect(row("MSFT")).toHaveAttribute("tabindex", "0");
    expect(row("AAPL")).toHaveAttribute("aria-current", "false");
    expect(row("AAPL")).toHaveAttribute("tabindex", "-1");
  });

  it("keeps a way in for Tab when the symbol on the chart is not in the list", () => {
    show({ selected: "ZZZ" });
    expect(row("AAPL")).toHaveAttribute("tabindex", "0");
  });

  it("selects on a click", async () => {
    show();
    await userEvent.click(row("MSFT"));
    expect(onSelect).toHaveBeenCalledExactlyOnceWith("MSFT");
  });

  it("takes the focus along when the selection moves, if it has it", () => {
    const { rerender } = show();
    const moved = (
      <PriceTicker
        symbols={["AAPL", "MSFT"]}
        isReplay={false}
        selected="MSFT"
        state="ready"
        error={null}
        onSelect={onSelect}
        onRetry={onRetry}
      />
    );
    rerender(moved);
    expect(row("MSFT")).not.toHaveFocus();
    row("AAPL").focus();
    rerender(<PriceTicker {...moved.props} selected="AAPL" />);
    rerender(moved);
    expect(row("MSFT")).toHaveFocus();
  });

  it("lights up the cell of a tick, and not the first price", () => {
    show();
    expect(within(row("AAPL")).getByText("1,234.50")).not.toHaveClass("flash-up");
    act(() => {
      market.store.addPrices([priceOf({ price: 1235, timestamp: minuteAt(1) })]);
    });
    expect(within(row("AAPL")).getByText("1,235.00")).toHaveClass("flash-up");
    act(() => {
      market.store.addPrices([priceOf({ price: 1234, timestamp: minuteAt(2) })]);
    });
    expect(within(row("AAPL")).getByText("1,234.00")).toHaveClass("flash-down");
  });

  it("draws one row for a tick", () => {
    show();
    const touched: Node[] = [];
    const observer = new MutationObserver(() => undefined);
    observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
    act(() => {
      market.store.addPrices([priceOf({ symbol: "MSFT", price: 472, timestamp: minuteAt(1) })]);
    });
    touched.push(...observer.takeRecords().map(({ target }) => target));
    expect(touched.length).toBeGreaterThan(0);
    for (const node of touched) expect(row("MSFT").contains(node)).toBe(true);
  });

  it("keeps them when they cannot be renewed, and offers to try again", async () => {
    show({ state: "error", error: "Prices: HTTP 502" });
    expect(row("AAPL")).toBeInTheDocument();
    expect(screen.getByRole("alert")).toHaveTextContent("Not refreshed: Prices: HTTP 502");
    await userEvent.click(screen.getByRole("button", { name: "Retry" }));
    expect(onRetry).toHaveBeenCalledOnce();
  });
});

describe("without prices", () => {
  it("shows rows to come while it loads", () => {
    show({ state: "loading" });
    expect(screen.getByRole("status", { name: "Loading the prices" })).toBeInTheDocument();
  });

  it("says what to run when there are none", () => {
    show();
    expect(screen.getByText("finpulse replay flash-crash")).toBeInTheDocument();
  });

  it("says of a replay that there is nothing of it", () => {
    show({ isReplay: true });
    expect(screen.getByText("There is no price of this replay.")).toBeInTheDocument();
  });

  it("says what failed and offers to try again", async () => {
    show({ state: "error", error: "Prices: the server does not answer" });
    expect(screen.getByRole("alert")).toHaveTextContent("Prices: the server does not answer");
    await userEvent.click(screen.getByRole("button", { name: "Retry" }));
    expect(onRetry).toHaveBeenCalledOnce();
  });
});
