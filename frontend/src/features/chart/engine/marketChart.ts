/** A live candlestick chart. It is told what to show and works out the least it must draw. */

import { createChart } from "lightweight-charts";

import { changeBetween, keepEarlier } from "../domain/change";
import { toMarkers } from "../domain/markers";
import { indexOfTime, withBands } from "../domain/rows";
import { shiftToShow, visibleSpan } from "../domain/view";
import { MarkersPrimitive } from "./markersPrimitive";
import { UPPER_PANE_SHARE, chartOptions } from "./options";
import { addSeries } from "./series";

import type { Bar, Worked } from "../domain/rows";
import type { Palette } from "./palette";
import type { SeriesSet } from "./series";
import type { Anomaly } from "@/shared/api/types";
import type { Range } from "@/shared/market/types";
import type { IChartApi, UTCTimestamp } from "lightweight-charts";

const NOTHING: Worked = { bars: [], rows: [] };

/** What to show. `bars` oldest first; `decimals` is how many digits prices have after the point. */
export interface ChartView {
  readonly feed: string;
  readonly symbol: string;
  readonly range: Range;
  readonly bars: readonly Bar[];
  readonly anomalies: readonly Anomaly[];
  readonly decimals: number;
}

export interface ChartEvents {
  /** The pointer is over the row of this time, or over none. */
  onHover(time: number | null): void;
  /** A marker was clicked or tapped. */
  onOpen(finding: string): void;
}

export interface MarketChart {
  /** Draws what differs from what was shown before. */
  show(view: ChartView): void;
  /** Puts the crosshair on the bar of that time, scrolling there if it is out of sight; null takes it away. */
  pointAt(time: number | null): void;
  /** Back to the newest bars, in the width of the range. */
  fit(): void;
  /** Frees everything. The chart is of no use afterwards. */
  destroy(): void;
}

/** Builds an empty chart inside `element`, which gives it its size. */
export function createMarketChart(element: HTMLElement, palette: Palette, events: ChartEvents): MarketChart {
  const chart = createChart(element, chartOptions(palette));
  const series = addSeries(chart, palette);
  const markers = new MarkersPrimitive(palette);
  series.candles.attachPrimitive(markers);
  layOutPanes(chart);
  listen(chart, markers, events);
  return new LiveChart(chart, series, markers);
}

class LiveChart implements MarketChart {
  private view: ChartView | null = null;
  private drawn: Worked = NOTHING;
  /** The frame that is to set the crosshair. */
  private pointing = 0;

  constructor(
    private readonly chart: IChartApi,
    private readonly series: SeriesSet,
    private readonly markers: MarkersPrimitive,
  ) {}

  show(view: ChartView): void {
    const { view: before } = this;
    this.view = view;
    const isSameSeries = before?.symbol === view.symbol && before.feed === view.feed;
    if (!isSameSeries || before.decimals !== view.decimals) this.series.setDecimals(view.decimals);
    if (!isSameSeries) this.drawn = NOTHING;
    const isNewView = !isSameSeries || before.range !== view.range;
    if (isNewView || before.bars !== view.bars) this.draw(view, isNewView);
    if (isNewView || before.bars !== view.bars || before.anomalies !== view.anomalies) {
      this.markers.setMarkers(toMarkers(view.anomalies, this.drawn.bars));
    }
  }

  pointAt(time: number | null): void {
    const index = time === null ? -1 : indexOfTime(this.drawn.bars, time);
    const row = this.drawn.bars[index];
    cancelAnimationFrame(this.pointing);
    if (!row) {
      this.chart.clearCrosshairPosition();
      return;
    }
    const point = (): void => {
      // Before its first frame, and while it is hidden, the library has no place for a crosshair and fails.
      if (this.chart.timeScale().getVisibleLogicalRange() === null) return;
      this.chart.setCrosshairPosition(row.close, row.time as UTCTimestamp, this.series.candles);
    };
    // The library scrolls with its next frame; the crosshair would land where the bar was before.
    if (this.scrollTo(index)) this.pointing = requestAnimationFrame(point);
    else point();
  }

  fit(): void {
    if (this.view) this.chart.timeScale().setVisibleLogicalRange(visibleSpan(this.drawn.bars, this.view.range));
  }

  destroy(): void {
    cancelAnimationFrame(this.pointing);
    this.chart.remove();
  }

  private draw(view: ChartView, isNewView: boolean): void {
    const before = this.drawn;
    const bars = isNewView ? view.bars : keepEarlier(before.bars, view.bars);
    const rows = withBands(bars, before);
    const change = changeBetween(before.rows, rows);
    const wasFollowing = this.isFollowing();
    const newest = before.bars.at(-1)?.time ?? 0;
    this.drawn = { bars, rows };
    if (change.kind === "replace") this.series.setAll(rows);
    if (change.kind === "update") for (const row of change.rows) this.series.update(row, row.time < newest);
    // A history that came anew moves nobody who looks at an earlier hour.
    if (isNewView || (change.kind === "replace" && wasFollowing)) this.fit();
  }

  /** Brings a bar and a few beyond it into sight; false if nothing had to move. */
  private scrollTo(index: number): boolean {
    const scale = this.chart.timeScale();
    const shown = scale.getVisibleLogicalRange();
    if (!shown) return false;
    const shift = shiftToShow(index, shown, this.drawn.bars.length);
    if (shift === 0) return false;
    scale.setVisibleLogicalRange({ from: shown.from + shift, to: shown.to + shift });
    return true;
  }

  /** Whether the newest bar is in sight. */
  private isFollowing(): boolean {
    return this.drawn.bars.length === 0 || this.chart.timeScale().scrollPosition() >= 0;
  }
}

function layOutPanes(chart: IChartApi): void {
  const [upper, lower] = chart.panes();
  upper?.setStretchFactor(UPPER_PANE_SHARE);
  lower?.setStretchFactor(1 - UPPER_PANE_SHARE);
}

function listen(chart: IChartApi, markers: MarkersPrimitive, events: ChartEvents): void {
  chart.subscribeCrosshairMove(({ time, sourceEvent }) => {
    // Without a source it was the keyboard that moved the crosshair, and the keyboard knows where it is.
    if (sourceEvent || time === undefined) events.onHover(typeof time === "number" ? time : null);
  });
  chart.subscribeClick(({ point, paneIndex }) => {
    const marker = point && (paneIndex ?? 0) === 0 ? markers.at(point.x, point.y) : null;
    if (marker) events.onOpen(marker.finding);
  });
}
