import { RefusedError, UnreachableError, UnreadableError } from "./errors";

export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

const TIMEOUT_MS = 10_000;

/**
 * The JSON that `url` answers with. The browser keeps answers by their ETag, so asking again for what has not changed
 * costs one round trip and no body. `what` names the wanted thing in messages. Fails with a DataError.
 */
export async function requestJson(
  fetch: Fetch,
  url: string,
  what: string,
  signal?: AbortSignal,
  init: RequestInit = {},
): Promise<unknown> {
  const response = await answer(fetch, url, what, signal, init);
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw refusal(response.status, body, what);
  if (body === undefined) throw new UnreadableError(`${what}: the answer is not JSON`);
  return body;
}

async function answer(
  fetch: Fetch,
  url: string,
  what: string,
  signal: AbortSignal | undefined,
  init: RequestInit,
): Promise<Response> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    return await fetch(url, { ...init, signal: signal ? AbortSignal.any([signal, timeout]) : timeout });
  } catch (error) {
    if (signal?.aborted) throw error;
    const reason = timeout.aborted ? `no answer within ${TIMEOUT_MS / 1000} s` : "the server does not answer";
    throw new UnreachableError(`${what}: ${reason}`, { cause: error });
  }
}

function refusal(status: number, body: unknown, what: string): RefusedError {
  const problem = isRecord(body) ? body : {};
  const text = typeof problem["error"] === "string" ? problem["error"] : `HTTP ${status}`;
  return new RefusedError(`${what}: ${text}`, status, typeof problem["code"] === "string" ? problem["code"] : null);
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
