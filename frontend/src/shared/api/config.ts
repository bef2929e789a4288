import { UnreadableError } from "./errors";
import { isRecord, requestJson } from "./request";

import type { Fetch } from "./request";

/** What the page is told at run time, so that one build serves every target. */
export interface Config {
  /** Without a slash at its end. */
  readonly apiUrl: string;
  /** null where the target pushes nothing: the page polls. */
  readonly websocketUrl: string | null;
  /** `embedded`, `localstack` or `aws`. */
  readonly target: string;
  /** How often a quote is due, which is also how often the page polls when nothing is pushed. */
  readonly intervalSeconds: number;
}

const CONFIG_URL = "/config.json";

/** The configuration beside the page. Fails with a DataError. */
export async function loadConfig(fetch: Fetch): Promise<Config> {
  return parseConfig(await requestJson(fetch, CONFIG_URL, "The configuration"));
}

/** The configuration in the JSON of config.json. Fails with an UnreadableError that names what is wrong. */
export function parseConfig(json: unknown): Config {
  if (!isRecord(json)) throw new UnreadableError("The configuration is not an object");
  const { api_url: apiUrl, websocket_url: websocketUrl, target, interval_seconds: intervalSeconds } = json;
  if (typeof apiUrl !== "string" || !URL.canParse(apiUrl)) throw wrong("api_url", "a URL");
  if (websocketUrl !== null && (typeof websocketUrl !== "string" || !URL.canParse(websocketUrl))) {
    throw wrong("websocket_url", "a URL or null");
  }
  if (typeof target !== "string") throw wrong("target", "a name");
  if (typeof intervalSeconds !== "number" || !(intervalSeconds > 0)) throw wrong("interval_seconds", "above 0");
  return { apiUrl: apiUrl.replace(/\/+$/, ""), websocketUrl, target, intervalSeconds };
}

function wrong(field: string, expected: string): UnreadableError {
  return new UnreadableError(`The configuration's ${field} is not ${expected}`);
}
