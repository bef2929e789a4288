import { describe, expect, it } from "vitest";

import {
  formatAxisPrice,
  formatCount,
  formatFigure,
  formatPrice,
  formatSigned,
  formatSignedPercent,
  formatTicks,
  formatVolume,
} from ".";

it.each([
  [1234.5, 2, "1,234.50"],
  [-0.5, 2, "−0.50"],
  [-1_234_567.891, 2, "−1,234,567.89"],
  [0.12345, 4, "0.1234"],
  [0.00001234, 8, "0.00001234"],
])("formats %d with %d decimals", (price, decimals, text) => {
  expect(formatPrice(price, decimals)).toBe(text);
});

it.each([
  [259.1267, "259.13"],
  [0.0123456, "0.012346"],
  [-1_234_567.891, "−1,234,567.89"],
])("gives %d the digits that its size needs", (value, text) => {
  expect(formatFigure(value)).toBe(text);
});

it.each([
  [2.5, "+2.50"],
  [-5.03125, "−5.0312"],
  [0, "+0.00"],
])("signs %d", (value, text) => {
  expect(formatSigned(value)).toBe(text);
});

describe("beside a chart", () => {
  it.each([
    [259.125, 2, "259.12"],
    [999_999.5, 2, "999,999.50"],
    [1_234_567.89, 2, "1.2346M"],
    [-1_234_567.89, 2, "−1.2346M"],
    [2_500_000_000, 2, "2.50B"],
  ])("%d is short", (price, decimals, text) => {
    expect(formatAxisPrice(price, decimals)).toBe(text);
  });

  it.each([
    [
      [259, 259.5, 260],
      ["259.00", "259.50", "260.00"],
    ],
    [
      [-1_000_000, 0, 1_000_000],
      ["−1M", "0M", "1M"],
    ],
    [
      [1_234_500, 1_234_550, 1_234_600],
      ["1.23450M", "1.23455M", "1.23460M"],
    ],
    [[1_500_000], ["1.50M"]],
  ])("%j are told apart", (prices, texts) => {
    expect(formatTicks(prices, 2)).toEqual(texts);
  });
});

it.each([
  [1.2, "+1.20%"],
  [-0.351, "−0.35%"],
  [0.004, "0.00%"],
  [-0.004, "0.00%"],
  [1.005, "+1.00%"],
  [-1234.5, "−1,234.50%"],
])("signs a change of %d percent", (percent, text) => {
  expect(formatSignedPercent(percent)).toBe(text);
});

it.each([
  [0, "0"],
  [950, "950"],
  [1_000, "1.00K"],
  [12_345, "12.3K"],
  [999_499, "999K"],
  [999_500, "1.00M"],
  [1_250_000, "1.25M"],
  [123_456_789, "123M"],
  [999_500_000, "1.00B"],
  [2_500_000_000, "2.50B"],
  [1_500_000_000_000, "1.50T"],
  [0.0125, "0.0125"],
  [0.123456, "0.123"],
  [12.5, "12.5"],
])("shortens a volume of %d", (volume, text) => {
  expect(formatVolume(volume)).toBe(text);
});

it("groups thousands of a count", () => {
  expect(formatCount(12345)).toBe("12,345");
});
