import { RefusedError } from "@/shared/api/errors";

import type { QueryApi } from "@/shared/api/queries";
import type { Query } from "@/shared/api/types";

/** As many as the API gives at once. */
export const MAX_ROWS = 500;

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 1_500;
const GROWTH = 1.5;
const TOO_MANY_REQUESTS = 429;

export interface Asking {
  readonly queries: QueryApi;
  readonly token: string;
  /** Resolves after the time, or as soon as `stop` is aborted. */
  readonly sleep: (ms: number, stop: AbortSignal) => Promise<void>;
  readonly onUpdate: (query: Query) => void;
}

/** The end of a query: its result, why there is none, or that it was cancelled, which aborting `stop` asks for. */
export async function runQuery(sql: string, asking: Asking, stop: AbortSignal): Promise<Query> {
  const { queries, token, sleep, onUpdate } = asking;
  const { id } = await queries.start(sql, token);
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * GROWTH, LONGEST_WAIT_MS)) {
    if (stop.aborted) return queries.cancel(id, token);
    const query = await patiently(() => queries.get(id, MAX_ROWS, token));
    if (query) {
      if (query.state !== "QUEUED" && query.state !== "RUNNING") return query;
      onUpdate(query);
    }
    await sleep(wait, stop);
  }
}

/** null when the API wants to be asked less often. */
async function patiently(ask: () => Promise<Query>): Promise<Query | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof RefusedError && error.status === TOO_MANY_REQUESTS) return null;
    throw error;
  }
}

export function browserSleep(ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      window.clearTimeout(timer);
      stop.removeEventListener("abort", done);
      resolve();
    };
    const timer = window.setTimeout(done, ms);
    stop.addEventListener("abort", done);
  });
}
