/*
 * Keeps the page's shell, so that an installed dashboard opens without a network and can say so. It never keeps an
 * answer of the API: those come from another origin, and a price from a cache is a wrong price.
 */

const CACHE = "finpulse-shell-1";
const SHELL = ["/", "/config.json", "/manifest.webmanifest", "/favicon.svg", "/icon-192.png"];
/** Hashed files of former builds are dropped, the oldest first, beyond this many. */
const MOST_ASSETS = 40;

self.addEventListener("install", (event) => {
  event.waitUntil(keepShell().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(dropFormerCaches().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/assets/")) event.respondWith(fromCacheFirst(request));
  else if (request.mode === "navigate") event.respondWith(fromNetworkFirst(request, "/"));
  else if (SHELL.includes(url.pathname)) event.respondWith(fromNetworkFirst(request, url.pathname));
});

async function keepShell() {
  const cache = await caches.open(CACHE);
  await cache.addAll(SHELL);
}

async function dropFormerCaches() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
}

/** A hashed file never changes. */
async function fromCacheFirst(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) {
    await cache.put(request, response.clone());
    await dropOldAssets(cache);
  }
  return response;
}

async function fromNetworkFirst(request, key) {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(request);
    if (response.ok) await cache.put(key, response.clone());
    return response;
  } catch (error) {
    const kept = await cache.match(key);
    if (kept) return kept;
    throw error;
  }
}

async function dropOldAssets(cache) {
  const requests = await cache.keys();
  const assets = requests.filter((request) => new URL(request.url).pathname.startsWith("/assets/"));
  await Promise.all(assets.slice(0, Math.max(0, assets.length - MOST_ASSETS)).map((request) => cache.delete(request)));
}
