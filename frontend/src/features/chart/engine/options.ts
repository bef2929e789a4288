/** How the chart looks and what a hand may do with it. */

import { ColorType, CrosshairMode, TickMarkType } from "lightweight-charts";

import { dayText, minuteTime } from "@/shared/time";

import { translucent } from "./palette";

import type { Palette } from "./palette";
import type { ChartOptions, DeepPartial, Time } from "lightweight-charts";

/** Pixels: the page puts the lower pane's title by them (ZTitle). */
export const TIME_AXIS_HEIGHT = 28;
/** What the upper pane has of the height above the time axis. */
export const UPPER_PANE_SHARE = 0.8;
const FONT_SIZE = 11;

/** Options of the whole chart. Its size follows its element. */
export function chartOptions(palette: Palette): DeepPartial<ChartOptions> {
  const line = { color: translucent(palette.text, 0.6), labelBackgroundColor: palette.hairline };
  return {
    autoSize: true,
    layout: {
      background: { type: ColorType.Solid, color: palette.background },
      textColor: palette.text,
      fontFamily: palette.font,
      fontSize: FONT_SIZE,
      // The licence asks for a link to TradingView: the page has it as text (ChartCredit).
      attributionLogo: false,
      panes: { enableResize: false, separatorColor: palette.hairline, separatorHoverColor: palette.hairline },
    },
    grid: {
      vertLines: { color: translucent(palette.hairline, 0.45) },
      horzLines: { color: translucent(palette.hairline, 0.45) },
    },
    crosshair: { mode: CrosshairMode.Normal, vertLine: line, horzLine: line },
    rightPriceScale: { borderVisible: false, scaleMargins: { top: 0.14, bottom: 0.24 }, minimumWidth: 64 },
    timeScale: {
      borderColor: palette.hairline,
      minimumHeight: TIME_AXIS_HEIGHT,
      timeVisible: true,
      secondsVisible: false,
      minBarSpacing: 0.2,
      lockVisibleTimeRangeOnResize: true,
      tickMarkFormatter: tickText,
    },
    localization: { timeFormatter: crosshairText },
    // A finger that moves up or down scrolls the page, not the chart.
    handleScroll: { vertTouchDrag: false },
    handleScale: { axisPressedMouseMove: { price: false, time: true } },
    kineticScroll: { mouse: false, touch: !prefersReducedMotion() },
  };
}

function prefersReducedMotion(): boolean {
  return globalThis.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function toMilliseconds(time: Time): number {
  return typeof time === "number" ? time * 1000 : NaN;
}

function tickText(time: Time, mark: TickMarkType): string {
  const at = toMilliseconds(time);
  return mark < TickMarkType.Time ? dayText(at) : minuteTime(at);
}

function crosshairText(time: Time): string {
  const at = toMilliseconds(time);
  return `${dayText(at)}, ${minuteTime(at)}`;
}
