import { useCallback, useEffect, useRef, useState } from "react";

import { DataError, RefusedError } from "@/shared/api/errors";
import { keepToken, keptToken } from "@/shared/api/kept";
import { useMarket } from "@/shared/market/MarketContext";

import { browserSleep, runQuery } from "./domain/run";

import type { Query } from "@/shared/api/types";

export type Run =
  | { readonly phase: "idle" }
  /** The token is missing, or was refused; `sql` waits for it. */
  | { readonly phase: "token"; readonly sql: string; readonly isRefused: boolean }
  | { readonly phase: "running"; readonly since: number; readonly query: Query | null; readonly isStopping: boolean }
  | { readonly phase: "over"; readonly query: Query }
  | { readonly phase: "failed"; readonly message: string };

export interface QueryRun {
  readonly run: Run;
  readonly hasToken: boolean;
  readonly start: (sql: string) => void;
  readonly startWith: (token: string) => void;
  readonly cancel: () => void;
  readonly forget: () => void;
}

const UNAUTHORIZED = 401;

/** One query at a time. Closing the drawer cancels it, so that nothing goes on that nobody sees. */
export function useQueryRun(): QueryRun {
  const { queries } = useMarket().client;
  const [run, setRun] = useState<Run>({ phase: "idle" });
  const [token, setToken] = useState(keptToken);
  const stop = useRef<AbortController | null>(null);

  useEffect(
    () => () => {
      stop.current?.abort();
    },
    [],
  );

  const begin = useCallback(
    async (sql: string, bearer: string): Promise<void> => {
      const controller = new AbortController();
      stop.current = controller;
      const since = Date.now();
      const onUpdate = (query: Query): void => {
        setRun({ phase: "running", since, query, isStopping: controller.signal.aborted });
      };
      setRun({ phase: "running", since, query: null, isStopping: false });
      try {
        const query = await runQuery(sql, { queries, token: bearer, sleep: browserSleep, onUpdate }, controller.signal);
        setRun({ phase: "over", query });
      } catch (error) {
        if (error instanceof RefusedError && error.status === UNAUTHORIZED) {
          keepToken(null);
          setToken(null);
          setRun({ phase: "token", sql, isRefused: true });
          return;
        }
        if (!(error instanceof DataError)) throw error;
        setRun({ phase: "failed", message: error.message });
      }
    },
    [queries],
  );

  return {
    run,
    hasToken: token !== null,
    start: (sql) => {
      if (run.phase === "running") return;
      if (token === null) setRun({ phase: "token", sql, isRefused: false });
      else void begin(sql, token);
    },
    startWith: (given) => {
      if (run.phase !== "token") return;
      keepToken(given);
      setToken(given);
      void begin(run.sql, given);
    },
    cancel: () => {
      stop.current?.abort();
      setRun((before) => (before.phase === "running" ? { ...before, isStopping: true } : before));
    },
    forget: () => {
      keepToken(null);
      setToken(null);
    },
  };
}
