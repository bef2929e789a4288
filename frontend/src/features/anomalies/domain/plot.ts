/** The picture of an anomaly's evidence as plain geometry: dots, lines and bands in pixels, ready to be drawn. */

import type { Anomaly } from "@/shared/api/types";

/** Pixels. The plot area is what the margins leave. */
export interface PlotSize {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Dot {
  readonly x: number;
  readonly y: number;
  readonly price: number;
}

/** A horizontal line at a price; `labelY` is where its label goes so that labels never overlap. */
export interface Level {
  readonly name: "high-above" | "medium-above" | "mean" | "medium-below" | "high-below";
  readonly price: number;
  readonly y: number;
  readonly labelY: number;
}

export interface Plot {
  readonly size: PlotSize;
  readonly dots: readonly Dot[];
  readonly outlier: Dot;
  /** Top to bottom. */
  readonly levels: readonly Level[];
  /** Where the line of dots ends, and the price in question begins. */
  readonly divider: number;
}

/** Free room above and below the outermost price, as a share of the span. */
const HEADROOM = 0.08;
/** Labels are at least so far apart, in pixels. */
export const LABEL_STEP = 14;

/** Lays an anomaly out in `size`. The price in question stands right of its window, one column apart. */
export function layOut(anomaly: Anomaly, size: PlotSize): Plot {
  const prices = levelPrices(anomaly);
  const toY = yScale([...anomaly.window, anomaly.current_price, ...prices.map(([, price]) => price)], size);
  const columns = anomaly.window.length + 2;
  const toX = (column: number): number =>
    size.left + ((column + 0.5) * (size.width - size.left - size.right)) / columns;
  return {
    size,
    dots: anomaly.window.map((price, index) => ({ price, x: toX(index), y: toY(price) })),
    outlier: { price: anomaly.current_price, x: toX(columns - 1), y: toY(anomaly.current_price) },
    levels: toLevels(prices, toY, size),
    divider: toX(columns - 2),
  };
}

type NamedPrice = readonly [Level["name"], number];

/** Mean and limits, or where a move began and how far it had to go. */
function levelPrices(anomaly: Anomaly): readonly NamedPrice[] {
  const { mean_price: mean, stdev: s, threshold, high_threshold: high } = anomaly;
  return [
    ["high-above", mean + high * s],
    ["medium-above", mean + threshold * s],
    ["mean", mean],
    ["medium-below", mean - threshold * s],
    ["high-below", mean - high * s],
  ];
}

function yScale(prices: readonly number[], size: PlotSize): (price: number) => number {
  const low = Math.min(...prices);
  const span = Math.max(...prices) - low || 1;
  const room = HEADROOM * span;
  const height = size.height - size.top - size.bottom;
  return (price) => size.top + height * (1 - (price - low + room) / (span + 2 * room));
}

function toLevels(prices: readonly NamedPrice[], toY: (price: number) => number, size: PlotSize): Level[] {
  const labels = spread(
    prices.map(([, price]) => toY(price)),
    size.top,
    size.height - size.bottom,
  );
  return prices.map(([name, price], index) => {
    const y = toY(price);
    return { name, price, y, labelY: labels[index] ?? y };
  });
}

/** Moves rising positions apart to LABEL_STEP, their middle kept as far as `top` and `bottom` allow. */
export function spread(positions: readonly number[], top: number, bottom: number): number[] {
  const middle = Math.floor(positions.length / 2);
  const placed = [...positions];
  for (let index = middle + 1; index < placed.length; index += 1) {
    placed[index] = Math.max(placed[index] ?? 0, (placed[index - 1] ?? 0) + LABEL_STEP);
  }
  for (let index = middle - 1; index >= 0; index -= 1) {
    placed[index] = Math.min(placed[index] ?? 0, (placed[index + 1] ?? 0) - LABEL_STEP);
  }
  const over = Math.max((placed.at(-1) ?? 0) - bottom, 0);
  const under = Math.max(top - (placed[0] ?? 0), 0);
  return placed.map((position) => position - over + under);
}
