import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { perFrame } from "./topics";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it("runs with the next frame of a page in sight", () => {
  const run = vi.fn();
  perFrame(run);
  expect(run).not.toHaveBeenCalled();
  vi.advanceTimersToNextFrame();
  expect(run).toHaveBeenCalledOnce();
});

it("runs once a second in a hidden page, which is drawn no frames", () => {
  vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  const run = vi.fn();
  perFrame(run);
  vi.advanceTimersByTime(999);
  expect(run).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(run).toHaveBeenCalledOnce();
});
