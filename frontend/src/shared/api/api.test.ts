import { describe, expect, it, vi } from "vitest";

import { createApiClient } from "./client";
import { loadConfig, parseConfig } from "./config";
import { RefusedError, UnreachableError, UnreadableError } from "./errors";

import type { Fetch } from "./request";

function answering(body: unknown, status = 200) {
  return vi.fn<Fetch>(() => Promise.resolve(Response.json(body, { status })));
}

const CONFIG = {
  api_url: "http://api.test/",
  websocket_url: "ws://api.test/live",
  target: "embedded",
  interval_seconds: 60,
};

describe("the configuration", () => {
  it("is read from beside the page", async () => {
    const fetch = answering(CONFIG);
    await expect(loadConfig(fetch)).resolves.toEqual({
      apiUrl: "http://api.test",
      websocketUrl: "ws://api.test/live",
      target: "embedded",
      intervalSeconds: 60,
    });
    expect(fetch.mock.calls[0]?.[0]).toBe("/config.json");
  });

  it("may have no socket", () => {
    expect(parseConfig({ ...CONFIG, websocket_url: null }).websocketUrl).toBeNull();
  });

  it.each([
    ["api_url", { api_url: 7 }],
    ["api_url", { api_url: "nowhere" }],
    ["websocket_url", { websocket_url: undefined }],
    ["websocket_url", { websocket_url: "nowhere" }],
    ["target", { target: null }],
    ["interval_seconds", { interval_seconds: 0 }],
    ["interval_seconds", { interval_seconds: "60" }],
  ])("names %s when it is wrong", (field, change) => {
    expect(() => parseConfig({ ...CONFIG, ...change })).toThrow(field);
  });

  it.each([null, [], "text"])("is not %s", (json) => {
    expect(() => parseConfig(json)).toThrow(UnreadableError);
  });
});

describe("the client", () => {
  it.each([
    ["/prices?feed=live", { prices: {} }, (fetch: Fetch) => createApiClient("http://api.test", fetch).prices("live")],
    [
      "/stats?feed=live",
      { pipeline_status: "stalled" },
      (fetch: Fetch) => createApiClient("http://api.test", fetch).stats("live"),
    ],
    ["/feeds", { feeds: [], count: 0 }, (fetch: Fetch) => createApiClient("http://api.test", fetch).feeds()],
    [
      "/anomalies?limit=50",
      { anomalies: [], count: 0 },
      (fetch: Fetch) => createApiClient("http://api.test", fetch).anomalies(50),
    ],
    [
      "/candles/BRK%5EB?feed=flash-crash.ab12&hours=24&limit=500",
      { symbol: "BRK^B", candles: [], count: 0 },
      (fetch: Fetch) => createApiClient("http://api.test", fetch).candles("flash-crash.ab12", "BRK^B", 500),
    ],
  ])("asks for %s", async (path, body, ask) => {
    const fetch = answering(body);
    await expect(ask(fetch)).resolves.toEqual(body);
    expect(fetch.mock.calls[0]?.[0]).toBe(`http://api.test${path}`);
  });

  it("passes on what the API says to a refusal", async () => {
    const fetch = answering({ error: "ZZZ is not tracked", code: "unknown_symbol" }, 404);
    const error = await createApiClient("http://api.test", fetch)
      .candles("live", "ZZZ", 1)
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RefusedError);
    expect(error).toMatchObject({
      message: "Candles of ZZZ: ZZZ is not tracked",
      status: 404,
      code: "unknown_symbol",
    });
  });

  it("names the status when a refusal says nothing", async () => {
    const fetch = vi.fn<Fetch>(() => Promise.resolve(new Response("<html>", { status: 502 })));
    await expect(createApiClient("http://api.test", fetch).prices("live")).rejects.toThrow("Prices: HTTP 502");
  });

  it.each([
    ["text", new Response("<html>")],
    ["another object", Response.json({ hello: 1 })],
    ["a list", Response.json([])],
  ])("does not take %s for an answer", async (_, response) => {
    const client = createApiClient("http://api.test", () => Promise.resolve(response));
    await expect(client.prices("live")).rejects.toBeInstanceOf(UnreadableError);
  });

  it("says so when nothing answers", async () => {
    const client = createApiClient("http://api.test", () => Promise.reject(new TypeError("Failed to fetch")));
    await expect(client.prices("live")).rejects.toEqual(new UnreachableError("Prices: the server does not answer"));
  });

  it("gives up when it is told to, without calling that a failure of the server", async () => {
    const hangs: Fetch = (_, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener("abort", () => {
          reject(new Error("aborted"));
        });
      });
    const stop = new AbortController();
    const asking = createApiClient("http://api.test", hangs).prices("live", stop.signal);
    stop.abort();
    await expect(asking).rejects.toThrow("aborted");
  });

  it("says how long it waited when the answer does not come", async () => {
    const timeout = new AbortController();
    vi.spyOn(AbortSignal, "timeout").mockReturnValue(timeout.signal);
    const hangs: Fetch = (_, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener("abort", () => {
          reject(new Error("timed out"));
        });
      });
    const asking = createApiClient("http://api.test", hangs).prices("live");
    timeout.abort();
    await expect(asking).rejects.toThrow("Prices: no answer within 10 s");
  });
});

describe("an acknowledgement", () => {
  it("is posted with the name and the token", async () => {
    const standing = { event_id: "e", acknowledged_at: "2026-11-20T15:00:00.000Z", acknowledged_by: "Ada" };
    const fetch = answering(standing);
    await expect(createApiClient("http://api.test", fetch).acknowledge("e", "Ada", "t")).resolves.toEqual(standing);
    const [url, init] = fetch.mock.calls[0] ?? [];
    expect(url).toBe("http://api.test/anomalies/e/acknowledgement");
    expect(init).toMatchObject({ method: "POST", headers: { authorization: "Bearer t" }, body: '{"by":"Ada"}' });
  });

  it("is unreadable when it names nobody", async () => {
    const client = createApiClient("http://api.test", answering({}));
    await expect(client.acknowledge("e", "Ada", "t")).rejects.toThrow(UnreadableError);
  });
});
