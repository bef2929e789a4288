import { UnreadableError } from "./errors";
import { isRecord, requestJson } from "./request";

import type { Fetch } from "./request";
import type { Query, QueryRequest, QueryStarted, ReadyMadeQueries } from "./types";

/** The API's routes for SQL. Every method fails with a DataError; a token that is refused is a RefusedError 401. */
export interface QueryApi {
  /** The ready-made queries over the last seven days; this takes no token. */
  readyMade(signal?: AbortSignal): Promise<ReadyMadeQueries>;
  start(sql: string, token: string): Promise<QueryStarted>;
  /** How far a query is, with its first `limit` (1 to 500) rows once it is done. */
  get(id: string, limit: number, token: string): Promise<Query>;
  cancel(id: string, token: string): Promise<Query>;
}

const WHAT = "The query";

export function createQueryApi(apiUrl: string, fetch: Fetch): QueryApi {
  const ask = async <T>(
    path: string,
    key: keyof T & string,
    what: string,
    init: RequestInit,
    signal?: AbortSignal,
  ): Promise<T> => {
    const body = await requestJson(fetch, `${apiUrl}${path}`, what, signal, init);
    if (!isRecord(body) || !(key in body)) throw new UnreadableError(`${what}: the answer has no ${key}`);
    return body as T;
  };
  return {
    readyMade: (signal) => ask<ReadyMadeQueries>("/query/ready-made", "queries", "The ready-made queries", {}, signal),
    start: (sql, token) =>
      ask<QueryStarted>("/query", "id", WHAT, {
        method: "POST",
        headers: { ...bearer(token), "content-type": "application/json" },
        body: JSON.stringify({ sql } satisfies QueryRequest),
      }),
    get: (id, limit, token) => ask<Query>(`/query/${id}?limit=${limit}`, "state", WHAT, { headers: bearer(token) }),
    cancel: (id, token) => ask<Query>(`/query/${id}`, "state", WHAT, { method: "DELETE", headers: bearer(token) }),
  };
}

/** The header of a guarded route. What is typed may be anything; a header may hold visible ASCII only, and would make `fetch` fail as if offline. */
export function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${encodeURIComponent(token)}` };
}
