/**
 * Installs the service worker once the page is loaded, so that it takes no time from the first paint. Not while
 * developing, where a kept shell would hide every change.
 */
export function registerWorker(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  window.addEventListener("load", () => {
    navigator.serviceWorker.register("/sw.js").catch(() => undefined); // without it the page works, only not offline
  });
}
