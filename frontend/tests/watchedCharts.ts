/**
 * The chart library itself, with spies on the charts that it makes. In a test file:
 * vi.mock("lightweight-charts", async (original) => ({ ...(await original()), ...(await import(<this file>)) }))
 */

import { act } from "@testing-library/react";
import { vi } from "vitest";

import type * as Library from "lightweight-charts";
import type { IChartApi, ISeriesApi, SeriesType } from "lightweight-charts";

const real = await vi.importActual<typeof Library>("lightweight-charts");

export const CHART_WIDTH = 800;
export const CHART_HEIGHT = 600;

const SERIES = ["candles", "volume", "upper", "mean", "lower", "z"] as const;
export type SeriesName = (typeof SERIES)[number];

/** A real chart. Its spies only listen: everything still happens. */
export class WatchedChart {
  readonly setVisibleLogicalRange;
  readonly setCrosshairPosition;
  readonly clearCrosshairPosition;
  readonly remove;
  private readonly watched = new Map<SeriesName, WatchedSeries>();

  constructor(
    private readonly element: HTMLElement,
    readonly api: IChartApi,
  ) {
    this.setVisibleLogicalRange = vi.spyOn(api.timeScale(), "setVisibleLogicalRange");
    this.setCrosshairPosition = vi.spyOn(api, "setCrosshairPosition");
    this.clearCrosshairPosition = vi.spyOn(api, "clearCrosshairPosition");
    this.remove = vi.spyOn(api, "remove");
    api.addSeries = this.adding(api.addSeries.bind(api));
  }

  series(name: SeriesName): WatchedSeries {
    const found = this.watched.get(name);
    if (!found) throw new Error(`the chart has no ${name}`);
    return found;
  }

  /** How often all series together were set anew. */
  get setDataCalls(): number {
    return [...this.watched.values()].reduce((total, series) => total + series.setData.mock.calls.length, 0);
  }

  /** What every series holds, as the library gives it back. */
  data(): Record<SeriesName, readonly object[]> {
    const entries = SERIES.map((name) => [name, this.series(name).api.data()] as const);
    return Object.fromEntries(entries) as Record<SeriesName, readonly object[]>;
  }

  /** Where the bar of that time and price stands, in pixels of the upper pane. */
  pointOf(time: number, price: number): { readonly x: number; readonly y: number } {
    const x = this.api.timeScale().timeToCoordinate(time as Library.UTCTimestamp);
    const y = this.series("candles").api.priceToCoordinate(price);
    if (x === null || y === null) throw new Error("there is nothing of that time on the chart");
    return { x, y };
  }

  /** Moves the mouse to a point of the upper pane. */
  hover(x: number, y: number): void {
    for (const type of ["mouseenter", "mousemove"]) this.mouse(type, x, y);
  }

  leave(): void {
    this.mouse("mouseleave", 0, 0);
  }

  /** Clicks a point of the upper pane. */
  clickAt(x: number, y: number): void {
    this.hover(x, y);
    this.mouse("mousedown", x, y);
    this.mouse("mouseup", x, y, this.element.ownerDocument.documentElement);
  }

  private mouse(type: string, x: number, y: number, target: Element | null = this.pane()): void {
    const init = { bubbles: type !== "mouseenter", clientX: x, clientY: y, button: 0 };
    target?.dispatchEvent(new MouseEvent(type, init));
  }

  private pane(): Element | null {
    return this.element.querySelector("tr td:nth-child(2) canvas:last-of-type");
  }

  private adding(add: IChartApi["addSeries"]): IChartApi["addSeries"] {
    return (...given) => {
      const made = add(...given);
      const name = SERIES[this.watched.size];
      if (name) this.watched.set(name, new WatchedSeries(made));
      return made;
    };
  }
}

/** A real series, with spies that only listen. */
export class WatchedSeries {
  readonly setData;
  readonly update;
  readonly applyOptions;

  constructor(readonly api: ISeriesApi<SeriesType>) {
    this.setData = vi.spyOn(api, "setData");
    this.update = vi.spyOn(api, "update");
    this.applyOptions = vi.spyOn(api, "applyOptions");
  }
}

const made: WatchedChart[] = [];

/** The chart made last. */
export function latestChart(): WatchedChart {
  const chart = made.at(-1);
  if (!chart) throw new Error("no chart was made");
  return chart;
}

export const createChart: typeof Library.createChart = (container, options) => {
  if (typeof container === "string") throw new Error("the page gives the element");
  const chart = real.createChart(container, options);
  made.push(new WatchedChart(container, chart));
  return chart;
};

/** An element that says it has a size, which no element has in jsdom. */
export function sizedElement(): HTMLElement {
  const element = document.createElement("div");
  giveSize(element);
  return element;
}

/** For `Element.prototype` all of them. */
export function giveSize(element: Element): void {
  vi.spyOn(element, "getBoundingClientRect").mockReturnValue(new DOMRect(0, 0, CHART_WIDTH, CHART_HEIGHT));
}

/** Lets the library draw: it does so with the next frame, and moves with the one after. */
export async function nextFrames(): Promise<void> {
  for (let frame = 0; frame < 2; frame += 1) {
    await act(async () => {
      await new Promise(requestAnimationFrame);
    });
  }
}
