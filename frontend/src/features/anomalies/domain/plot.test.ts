import { describe, expect, it } from "vitest";

import { anomalyAt } from "../../../../tests/samples/market";
import { LABEL_STEP, layOut, spread } from "./plot";

import type { PlotSize } from "./plot";

const SIZE: PlotSize = { width: 420, height: 220, left: 10, right: 90, top: 10, bottom: 10 };
const TOP = SIZE.top;
const BOTTOM = SIZE.height - SIZE.bottom;

describe("layOut", () => {
  const plot = layOut(anomalyAt(0), SIZE);
  const yOf = Object.fromEntries(plot.levels.map((level) => [level.name, level.y]));

  it("has a dot for each price before, evenly from left to right, and the outlier right of them", () => {
    expect(plot.dots).toHaveLength(30);
    const steps = plot.dots.slice(1).map((dot, index) => dot.x - (plot.dots[index]?.x ?? 0));
    for (const step of steps) expect(step).toBeCloseTo(320 / 32, 9);
    expect(plot.dots[0]?.x).toBeCloseTo(SIZE.left + 5, 9);
    expect(plot.outlier.x).toBeCloseTo(SIZE.width - SIZE.right - 5, 9);
    expect(plot.divider).toBeGreaterThan(plot.dots.at(-1)?.x ?? Infinity);
    expect(plot.divider).toBeLessThan(plot.outlier.x);
  });

  it("draws mean and bands at their prices, to one scale", () => {
    expect(plot.levels.map((level) => level.name)).toEqual([
      "high-above",
      "medium-above",
      "mean",
      "medium-below",
      "high-below",
    ]);
    expect(plot.levels.map((level) => level.price)).toEqual([100.7, 100.5, 100, 99.5, 99.3]);
    const unit = ((yOf["medium-below"] ?? 0) - (yOf["mean"] ?? 0)) / 2.5;
    expect((yOf["high-below"] ?? 0) - (yOf["mean"] ?? 0)).toBeCloseTo(3.5 * unit, 9);
    expect((yOf["mean"] ?? 0) - (yOf["high-above"] ?? 0)).toBeCloseTo(3.5 * unit, 9);
    // z = -5: five s below the mean.
    expect(plot.outlier.y - (yOf["mean"] ?? 0)).toBeCloseTo(5 * unit, 9);
  });

  it("keeps everything inside, with free room at the edges", () => {
    const ys = [...plot.dots, plot.outlier, ...plot.levels].map((point) => point.y);
    expect(Math.min(...ys)).toBeGreaterThan(TOP);
    expect(Math.max(...ys)).toBeLessThan(BOTTOM);
  });

  it("keeps labels apart when a far outlier squeezes the bands together", () => {
    const far = layOut(anomalyAt(0, { current_price: 60, z_score: -200 }), SIZE);
    const labels = far.levels.map((level) => level.labelY);
    for (const [index, label] of labels.slice(1).entries()) {
      expect(label - (labels[index] ?? 0)).toBeGreaterThanOrEqual(LABEL_STEP - 1e-9);
    }
    expect(labels[0]).toBeGreaterThanOrEqual(TOP);
    expect(labels.at(-1)).toBeLessThanOrEqual(BOTTOM);
  });

  it("can draw prices that are all the same", () => {
    const flat = layOut(anomalyAt(0, { window: [5, 5], mean_price: 5, stdev: 0, current_price: 5 }), SIZE);
    for (const { y } of [...flat.dots, flat.outlier]) expect(y).toBeGreaterThan(TOP);
  });
});

describe("spread", () => {
  it("moves what is too close, the middle least", () => {
    expect(spread([50, 51, 52, 53, 54], 0, 200)).toEqual([24, 38, 52, 66, 80]);
    expect(spread([0, 50, 100], 0, 200)).toEqual([0, 50, 100]);
  });

  it("stays between the edges", () => {
    expect(spread([1, 2, 3], 0, 100)).toEqual([0, 14, 28]);
    expect(spread([97, 98, 99], 0, 100)).toEqual([72, 86, 100]);
  });
});
