import { act, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { minuteTime, newYorkTime } from "@/shared/time";

import { anomalyAt, candleAt, candles, minuteAt } from "../../../tests/samples/market";
import { giveSize, latestChart, nextFrames } from "../../../tests/watchedCharts";
import { PriceChart } from "./PriceChart";

import type { PriceChartProps } from "./PriceChart";
import type { ReactElement } from "react";

vi.mock("lightweight-charts", async (original) => ({
  ...(await original<object>()),
  ...(await import("../../../tests/watchedCharts")),
}));

const onRange = vi.fn();
const onOpenAnomaly = vi.fn();
const onRetry = vi.fn();

function chartWith(change: Partial<PriceChartProps> = {}): ReactElement {
  return (
    <PriceChart
      feed="live"
      symbol="AAPL"
      range="6h"
      candles={candles(60)}
      decimals={2}
      anomalies={[]}
      state="ready"
      error={null}
      onRange={onRange}
      onOpenAnomaly={onOpenAnomaly}
      onRetry={onRetry}
      {...change}
    />
  );
}

beforeEach(() => {
  vi.clearAllMocks();
  giveSize(Element.prototype);
});

describe("the chart's states", () => {
  it("loading: the shape of the chart", () => {
    render(chartWith({ candles: [], state: "loading" }));
    expect(screen.getByRole("status", { name: "Loading the candles of AAPL" })).toBeVisible();
  });

  it("empty: says what to run", () => {
    render(chartWith({ candles: [] }));
    expect(screen.getByText("finpulse replay flash-crash")).toBeVisible();
  });

  it("error: what failed, and a retry", async () => {
    render(chartWith({ candles: [], state: "error", error: "The API answered 503." }));
    expect(screen.getByRole("alert")).toHaveTextContent("The API answered 503.");
    await userEvent.click(screen.getByRole("button", { name: "Retry" }));
    expect(onRetry).toHaveBeenCalledTimes(1);
  });

  it("error with candles: they stay, with a warning", async () => {
    render(chartWith({ state: "error", error: "The API answered 503." }));
    expect(screen.getByRole("alert")).toHaveTextContent("Not refreshed: The API answered 503.");
    expect(screen.getByTestId("legend")).toHaveTextContent("100.00");
    await userEvent.click(screen.getByRole("button", { name: "Retry" }));
    expect(onRetry).toHaveBeenCalledTimes(1);
  });

  it("keeps its chart from loading to ready: nothing is built twice", () => {
    const { rerender } = render(chartWith({ candles: [], state: "loading" }));
    const chart = latestChart();
    rerender(chartWith());
    expect(latestChart()).toBe(chart);
    expect(screen.queryByRole("status")).toBeNull();
    expect(chart.data().candles).toHaveLength(60);
  });
});

describe("the range", () => {
  it("shows which is pressed and tells a choice", async () => {
    render(chartWith());
    expect(screen.getByRole("button", { name: "6h", pressed: true })).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: "1h", pressed: false }));
    expect(onRange).toHaveBeenCalledExactlyOnceWith("1h");
  });

  it("brings the newest candles back when pressed again", async () => {
    render(chartWith());
    latestChart().setVisibleLogicalRange.mockClear();
    await userEvent.click(screen.getByRole("button", { name: "6h" }));
    expect(latestChart().setVisibleLogicalRange).toHaveBeenCalledTimes(1);
    expect(onRange).not.toHaveBeenCalled();
  });
});

describe("the legend", () => {
  const list = [...candles(59), candleAt(59, { open: 100, high: 104, low: 98, close: 99, volume: 12_345 })];

  it("shows the newest minute, New York's time on hover", () => {
    render(chartWith({ candles: list }));
    const legend = screen.getByTestId("legend");
    expect(legend).toHaveTextContent(minuteTime(minuteAt(59)));
    expect(legend).toHaveTextContent(/O100\.00H104\.00L98\.00C99\.00V12\.3KChange▼ −1\.00%z−/);
    expect(within(legend).getByTitle(`${newYorkTime(minuteAt(59))} New York`)).toBeVisible();
  });

  it("follows the crosshair and comes back", async () => {
    render(chartWith({ candles: list }));
    await nextFrames();
    const { x, y } = latestChart().pointOf(Date.parse(minuteAt(37)) / 1000, 100);
    act(() => {
      latestChart().hover(x, y);
    });
    expect(screen.getByTestId("legend")).toHaveTextContent(minuteTime(minuteAt(37)));
    act(() => {
      latestChart().leave();
    });
    await nextFrames();
    expect(screen.getByTestId("legend")).toHaveTextContent(minuteTime(minuteAt(59)));
  });

  it("has a dash for z where there is no window yet", () => {
    render(chartWith({ candles: candles(5) }));
    expect(screen.getByTestId("legend")).toHaveTextContent(/z–$/);
  });
});

describe("with the keyboard", () => {
  it("reads candle by candle, and Enter opens the strongest anomaly there", async () => {
    const weak = anomalyAt(58, { event_id: "weak", z_score: -2.6, severity: "MEDIUM" });
    render(chartWith({ anomalies: [weak, anomalyAt(58)] }));
    const slider = screen.getByRole("slider", { name: "Candles of AAPL" });
    await userEvent.tab();
    await userEvent.tab();
    await userEvent.tab();
    await userEvent.tab();
    expect(slider).toHaveFocus();
    await userEvent.keyboard("{ArrowLeft}{ArrowLeft}");
    expect(slider).toHaveAttribute("aria-valuenow", "59");
    expect(slider.getAttribute("aria-valuetext")).toMatch(/^\d\d:\d\d, close 100\.10.*anomaly: HIGH DROP, z -5\.0/);
    expect(latestChart().setCrosshairPosition).toHaveBeenCalledTimes(2);
    await userEvent.keyboard("{Enter}");
    expect(onOpenAnomaly).toHaveBeenCalledExactlyOnceWith("event-58");
  });

  it("keeps its keys from the page and leaves the page its own", async () => {
    const onKey = vi.fn();
    document.addEventListener("keydown", onKey);
    render(chartWith());
    screen.getByRole("slider").focus();
    await userEvent.keyboard("{ArrowLeft}");
    expect(onKey).not.toHaveBeenCalled();
    await userEvent.keyboard("1{ArrowDown}");
    expect(onKey).toHaveBeenCalledTimes(2);
    document.removeEventListener("keydown", onKey);
  });

  it("lets the crosshair go with Escape and when the focus leaves", async () => {
    render(chartWith());
    const slider = screen.getByRole("slider");
    slider.focus();
    await userEvent.keyboard("{Home}");
    expect(slider).toHaveAttribute("aria-valuenow", "1");
    await userEvent.keyboard("{Escape}");
    expect(slider).toHaveAttribute("aria-valuetext", "newest candle");
    await userEvent.keyboard("{Home}");
    act(() => {
      slider.blur();
    });
    expect(slider).toHaveAttribute("aria-valuetext", "newest candle");
    expect(latestChart().clearCrosshairPosition).toHaveBeenCalledTimes(2);
  });
});

describe("for a screen reader", () => {
  it("describes the chart in words", () => {
    render(chartWith({ anomalies: [anomalyAt(30)] }));
    expect(screen.getByRole("slider")).toHaveAccessibleDescription(/last price 99\.90.*1 anomaly \(0 spikes, 1 drop\)/);
  });
});

describe("the credit the library's licence asks for", () => {
  it("links to TradingView", () => {
    render(chartWith());
    expect(screen.getByRole("link", { name: "TradingView" })).toHaveAttribute("href", "https://www.tradingview.com/");
  });
});
