/** Keeps a storm of ticks from costing a redraw each: nobody reads a candle that changes fifty times a second. */

import type { ChartView, MarketChart } from "./marketChart";

/** Ticks of the candles shown are drawn no more often than this. A lone tick is drawn at once. */
export const TICK_INTERVAL_MS = 100;

/** The same chart, its ticks paced: at most one drawing an interval, always of the newest view. */
export function paceTicks(chart: MarketChart): MarketChart {
  let shown: ChartView | null = null;
  let waiting: ChartView | null = null;
  let drawnAt = -Infinity;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const draw = (view: ChartView): void => {
    clearTimeout(timer);
    timer = undefined;
    waiting = null;
    shown = view;
    drawnAt = performance.now();
    chart.show(view);
  };
  const flush = (): void => {
    if (waiting) draw(waiting);
  };
  return {
    show(view) {
      const pause = drawnAt + TICK_INTERVAL_MS - performance.now();
      if (pause <= 0 || !isTick(shown, view)) {
        draw(view);
        return;
      }
      waiting = view;
      timer ??= setTimeout(flush, pause);
    },
    pointAt(time) {
      flush();
      chart.pointAt(time);
    },
    fit() {
      flush();
      chart.fit();
    },
    destroy() {
      clearTimeout(timer);
      chart.destroy();
    },
  };
}

/** Whether `next` shows what is shown already, only later. What a user asked for is never kept waiting. */
function isTick(shown: ChartView | null, next: ChartView): boolean {
  if (shown?.feed !== next.feed) return false;
  return shown.symbol === next.symbol && shown.range === next.range && shown.bars.length > 0;
}
