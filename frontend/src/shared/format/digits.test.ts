import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { decimalsFor, fixed, mostDecimals, shown } from "./digits";
import cases from "./digits.cases.json";

describe("shown", () => {
  it.each(cases as [string, string][])("%s is %s", (text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  it("rounds a number from its shortest text, not from what it is in binary", () => {
    expect(shown(100.005)).toBe("100.00");
    expect(shown(1.08435)).toBe("1.0844");
    expect(shown(1.234e-7)).toBe("0.0000001234");
    expect(shown(1e21)).toBe("1000000000000000000000.00");
  });

  it("leaves what is no number", () => {
    expect(shown(NaN)).toBe("NaN");
  });

  it("is off by less than one in the fifth digit, and shows itself when shown again", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }), (value) => {
        const text = shown(value);
        expect(text).toMatch(/^-?\d+\.\d\d+$/);
        expect(shown(text)).toBe(text);
        expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(Math.abs(value) * 0.5e-4 + 1e-300);
      }),
      { seed: 20_261_120 },
    );
  });
});

it.each([
  [259.12, 2],
  [1.0842, 4],
  [0.00001234, 8],
  [0, 2],
  [1.1, 2],
])("%d needs %d decimals", (value, decimals) => {
  expect(decimalsFor(value)).toBe(decimals);
});

it("takes the most decimals that any number of a column needs", () => {
  expect(mostDecimals([100.12, 99.995, 7])).toBe(3);
  expect(mostDecimals([])).toBe(2);
});

it.each([
  [2.5, 0, "2"],
  [3.5, 0, "4"],
  [-0.004, 2, "0.00"],
  [1.1, 4, "1.1000"],
  [1e-7, 2, "0.00"],
])("%d with %d decimals is %s", (value, decimals, text) => {
  expect(fixed(value, decimals)).toBe(text);
});
