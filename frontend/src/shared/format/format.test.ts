import { describe, expect, it } from "vitest";

import { decimalsFor, formatCount, formatPrice, formatSignedPercent, formatVolume } from ".";

describe("prices", () => {
  it.each([
    [1234.5, 2, "1,234.50"],
    [-0.5, 2, "−0.50"],
    [0.12345, 4, "0.1235"],
  ])("formats %d with %d decimals", (price, decimals, text) => {
    expect(formatPrice(price, decimals)).toBe(text);
  });

  it.each([
    [250, 2],
    [1, 2],
    [0.99, 4],
    [0, 2],
  ])("shows %d with %d decimals", (price, decimals) => {
    expect(decimalsFor(price)).toBe(decimals);
  });
});

it.each([
  [1.2, "+1.20%"],
  [-0.351, "−0.35%"],
  [0.004, "0.00%"],
  [-0.004, "0.00%"],
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
])("shortens a volume of %d", (volume, text) => {
  expect(formatVolume(volume)).toBe(text);
});

it("groups thousands of a count", () => {
  expect(formatCount(12345)).toBe("12,345");
});
