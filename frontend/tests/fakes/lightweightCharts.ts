/**
 * A chart library that draws nothing and remembers what it was told: jsdom has no canvas. In a test file:
 * vi.mock("lightweight-charts", async (original) => ({ ...(await original()), ...(await import(<this file>)) }))
 */

import { vi } from "vitest";

export const CandlestickSeries = "Candlestick";
export const HistogramSeries = "Histogram";
export const LineSeries = "Line";

type Handler = (params: Record<string, unknown>) => void;

interface Primitive {
  attached(host: unknown): void;
  updateAllViews(): void;
}

/** One series. A price p stands at y = 1000 - p. */
export class FakeSeries {
  readonly setData = vi.fn<(rows: readonly { time: number }[]) => void>();
  readonly update = vi.fn<(row: { time: number }, isEarlier?: boolean) => void>();
  readonly applyOptions = vi.fn();
  /** What each price line was last told. */
  readonly lines: Record<string, unknown>[] = [];
  readonly primitives: Primitive[] = [];

  constructor(
    readonly kind: string,
    private readonly chart: FakeChart,
  ) {}

  createPriceLine(options: Record<string, unknown>): { applyOptions: (change: Record<string, unknown>) => void } {
    const line = { ...options };
    this.lines.push(line);
    return {
      applyOptions: (change) => {
        Object.assign(line, change);
      },
    };
  }

  priceScale(): { applyOptions: () => void } {
    return { applyOptions: vi.fn() };
  }

  priceToCoordinate(price: number): number {
    return 1000 - price;
  }

  attachPrimitive(primitive: Primitive): void {
    this.primitives.push(primitive);
    primitive.attached({
      chart: this.chart,
      series: this,
      requestUpdate: () => {
        primitive.updateAllViews();
      },
    });
  }
}

/** One chart. The minute m (in seconds) stands at x = m / 60 - origin. */
export class FakeChart {
  readonly series: FakeSeries[] = [];
  readonly remove = vi.fn();
  readonly setCrosshairPosition = vi.fn();
  readonly clearCrosshairPosition = vi.fn();
  readonly setVisibleLogicalRange = vi.fn();
  scrollPosition = 2;
  visible = { from: 0, to: 1000 };
  private move: Handler = () => undefined;
  private click: Handler = () => undefined;

  addSeries(kind: string): FakeSeries {
    const series = new FakeSeries(kind, this);
    this.series.push(series);
    return series;
  }

  panes(): { setStretchFactor: () => void }[] {
    return [{ setStretchFactor: vi.fn() }, { setStretchFactor: vi.fn() }];
  }

  timeScale(): Record<string, unknown> {
    return {
      setVisibleLogicalRange: this.setVisibleLogicalRange,
      getVisibleLogicalRange: () => this.visible,
      scrollPosition: () => this.scrollPosition,
      timeToCoordinate: xOf,
    };
  }

  subscribeCrosshairMove(handler: Handler): void {
    this.move = handler;
  }

  subscribeClick(handler: Handler): void {
    this.click = handler;
  }

  /** Moves the mouse over the bar of that time (seconds); null moves it away. */
  hover(time: number | null): void {
    this.move(time === null ? {} : { time, sourceEvent: {} });
  }

  /** Clicks a point of the upper pane. */
  clickAt(x: number, y: number): void {
    this.click({ point: { x, y }, paneIndex: 0 });
  }

  /** How often all series together were set anew. */
  get setDataCalls(): number {
    return this.series.reduce((total, series) => total + series.setData.mock.calls.length, 0);
  }

  get candles(): FakeSeries {
    const found = this.series.find((series) => series.kind === CandlestickSeries);
    if (!found) throw new Error("the chart has no candles");
    return found;
  }
}

const PIXELS_PER_MINUTE = 10;

/** Where the fake draws a time (seconds). */
export function xOf(time: number): number {
  return (time / 60) * PIXELS_PER_MINUTE;
}

const made: FakeChart[] = [];

/** Every chart made, oldest first. */
export const charts: readonly FakeChart[] = made;

/** The chart made last. */
export function latestChart(): FakeChart {
  const chart = made.at(-1);
  if (!chart) throw new Error("no chart was made");
  return chart;
}

export const createChart = vi.fn(() => {
  const chart = new FakeChart();
  made.push(chart);
  return chart;
});
