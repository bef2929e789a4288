import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";

import { beforeEach, expect, it, vi } from "vitest";

const SCRIPT = readFileSync("public/sw.js", "utf8");
const PAGE = "https://page.test";

type Handler = (event: Record<string, unknown>) => void;

/** One cache by URL; what the browser's own does with methods and headers does not matter here. */
class FakeCache {
  readonly entries = new Map<string, Response>();

  constructor(private readonly fetch: (request: unknown) => Promise<Response>) {}

  async addAll(paths: readonly string[]): Promise<void> {
    for (const path of paths) this.entries.set(urlOf(path), await this.fetch(path));
  }

  match(request: unknown): Promise<Response | undefined> {
    return Promise.resolve(this.entries.get(urlOf(request))?.clone());
  }

  put(request: unknown, response: Response): Promise<void> {
    this.entries.set(urlOf(request), response);
    return Promise.resolve();
  }

  keys(): Promise<{ url: string }[]> {
    return Promise.resolve([...this.entries.keys()].map((url) => ({ url })));
  }

  delete(request: unknown): Promise<boolean> {
    return Promise.resolve(this.entries.delete(urlOf(request)));
  }
}

function urlOf(request: unknown): string {
  return new URL(typeof request === "string" ? request : (request as Request).url, PAGE).href;
}

let handlers: Map<string, Handler>;
let caches: Map<string, FakeCache>;
const fetch = vi.fn((request: unknown): Promise<Response> =>
  Promise.resolve(new Response(`network ${urlOf(request)}`)),
);

beforeEach(() => {
  handlers = new Map();
  caches = new Map();
  fetch.mockReset();
  const self = {
    location: { origin: PAGE },
    addEventListener: (name: string, handler: Handler) => handlers.set(name, handler),
    skipWaiting: () => Promise.resolve(),
    clients: { claim: () => Promise.resolve() },
  };
  const storage = {
    open: (name: string) => {
      const cache = caches.get(name) ?? new FakeCache(fetch);
      caches.set(name, cache);
      return Promise.resolve(cache);
    },
    keys: () => Promise.resolve([...caches.keys()]),
    delete: (name: string) => Promise.resolve(caches.delete(name)),
  };
  runInNewContext(SCRIPT, { self, caches: storage, fetch, URL, Promise });
});

async function happen(name: string): Promise<void> {
  let done: unknown;
  handlers.get(name)?.({ waitUntil: (work: unknown) => (done = work) });
  await done;
}

/** What the page gets for a request; null if the worker leaves it to the browser. */
async function ask(url: string, request: Record<string, unknown> = {}): Promise<string | null> {
  const answers: Promise<Response>[] = [];
  handlers.get("fetch")?.({
    request: { url, method: "GET", mode: "cors", ...request },
    respondWith: (response: Promise<Response>) => answers.push(response),
  });
  return answers[0] ? (await answers[0]).text() : null;
}

const offline = (): Promise<Response> => Promise.reject(new TypeError("Failed to fetch"));

it("keeps the shell, and gives it when there is no network", async () => {
  await happen("install");
  fetch.mockImplementation(offline);
  await expect(ask(`${PAGE}/?symbol=AAPL`, { mode: "navigate" })).resolves.toBe(`network ${PAGE}/`);
  await expect(ask(`${PAGE}/config.json`)).resolves.toBe(`network ${PAGE}/config.json`);
});

it("prefers the network for what may change, and keeps what it said", async () => {
  await happen("install");
  fetch.mockImplementation(() => Promise.resolve(new Response("new")));
  await expect(ask(`${PAGE}/`, { mode: "navigate" })).resolves.toBe("new");
  fetch.mockImplementation(offline);
  await expect(ask(`${PAGE}/`, { mode: "navigate" })).resolves.toBe("new");
});

it("keeps no failure", async () => {
  await happen("install");
  fetch.mockImplementation(() => Promise.resolve(new Response("broken", { status: 500 })));
  await expect(ask(`${PAGE}/`, { mode: "navigate" })).resolves.toBe("broken");
  await expect(ask(`${PAGE}/assets/a.js`)).resolves.toBe("broken");
  fetch.mockImplementation(offline);
  await expect(ask(`${PAGE}/`, { mode: "navigate" })).resolves.toBe(`network ${PAGE}/`);
  await expect(ask(`${PAGE}/assets/a.js`)).rejects.toThrow("Failed to fetch");
});

it("asks for a hashed file once", async () => {
  fetch.mockImplementation(() => Promise.resolve(new Response("code")));
  await expect(ask(`${PAGE}/assets/index-1.js`)).resolves.toBe("code");
  await expect(ask(`${PAGE}/assets/index-1.js`)).resolves.toBe("code");
  expect(fetch).toHaveBeenCalledOnce();
});

it("drops the oldest hashed files beyond forty", async () => {
  fetch.mockImplementation(() => Promise.resolve(new Response("code")));
  for (let build = 0; build < 45; build += 1) await ask(`${PAGE}/assets/index-${build}.js`);
  const [cache] = caches.values();
  expect(cache?.entries.size).toBe(40);
  expect(cache?.entries.has(`${PAGE}/assets/index-4.js`)).toBe(false);
});

it.each([
  ["the API", "https://api.test/prices", {}],
  ["another path of its own origin", `${PAGE}/prices`, {}],
  ["a method that changes something", `${PAGE}/assets/a.js`, { method: "POST" }],
])("leaves %s alone", async (_, url, request) => {
  await expect(ask(url, request)).resolves.toBeNull();
});

it("drops the caches of former versions", async () => {
  caches.set("finpulse-shell-0", new FakeCache(fetch));
  await happen("install");
  await happen("activate");
  expect([...caches.keys()]).toEqual(["finpulse-shell-1"]);
});
