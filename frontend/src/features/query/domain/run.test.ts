import { describe, expect, it, vi } from "vitest";

import { RefusedError } from "@/shared/api/errors";

import { runQuery } from "./run";

import type { QueryApi } from "@/shared/api/queries";
import type { Query } from "@/shared/api/types";

const QUERY: Query = {
  id: "1",
  state: "RUNNING",
  reason: null,
  scanned_bytes: 0,
  usd: 0,
  milliseconds: 0,
  columns: [],
  rows: [],
  cut: false,
};
const DONE: Query = { ...QUERY, state: "SUCCEEDED" };

function asking(...answers: (Query | Error)[]) {
  const queries = {
    readyMade: vi.fn<QueryApi["readyMade"]>(),
    start: vi.fn<QueryApi["start"]>(() => Promise.resolve({ id: "1" })),
    get: vi.fn<QueryApi["get"]>(() => {
      const next = answers.shift() ?? DONE;
      return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
    }),
    cancel: vi.fn<QueryApi["cancel"]>(() => Promise.resolve({ ...QUERY, state: "CANCELLED" as const })),
  };
  const waits: number[] = [];
  const sleep = (ms: number): Promise<void> => {
    waits.push(ms);
    return Promise.resolve();
  };
  return { queries, waits, parts: { queries, token: "t", sleep, onUpdate: vi.fn<(query: Query) => void>() } };
}

const never = new AbortController().signal;

describe("running a query", () => {
  it("asks ever more rarely until it is over", async () => {
    const { parts, waits } = asking(...Array.from({ length: 9 }, () => QUERY), DONE);
    await expect(runQuery("SELECT 1", parts, never)).resolves.toBe(DONE);
    expect(waits).toHaveLength(9);
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(Math.max(...waits)).toBe(1_500);
    expect(parts.onUpdate).toHaveBeenCalledTimes(9);
  });

  it("goes on when it has asked too often", async () => {
    const { parts } = asking(new RefusedError("slow down", 429, null), DONE);
    await expect(runQuery("SELECT 1", parts, never)).resolves.toBe(DONE);
  });

  it("ends with any other refusal", async () => {
    const { parts } = asking(new RefusedError("gone", 404, "unknown_query"));
    await expect(runQuery("SELECT 1", parts, never)).rejects.toThrow("gone");
  });

  it("cancels when it is stopped, even before it has asked once", async () => {
    const { parts, queries } = asking();
    const stop = new AbortController();
    stop.abort();
    await expect(runQuery("SELECT 1", parts, stop.signal)).resolves.toMatchObject({ state: "CANCELLED" });
    expect(queries.get).not.toHaveBeenCalled();
  });
});
