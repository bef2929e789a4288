import { expect, it } from "vitest";

import { backoff } from "./backoff";

it.each([
  [1, 0, 250],
  [1, 1, 500],
  [2, 1, 1_000],
  [6, 1, 16_000],
  [7, 1, 30_000],
  [1_000, 0, 15_000],
])("waits after %d failures, with %d drawn, %d ms", (failures, drawn, milliseconds) => {
  expect(backoff(failures, () => drawn)).toBe(milliseconds);
});
