"""Watches the dashboard in a real browser: when an event's price stands in the page."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import CliError, FailedError, act
from finpulse_cli.features.bench.bench_events import FEED, SYMBOL, bench_event
from finpulse_cli.features.bench.probe import Sightings
from finpulse_cli.web.chromium import chromium

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from playwright.sync_api import Page

TIMEOUT_SECONDS = 30
_TURN_MS = 50  # how often it is asked whether to stop; sightings are timed in the page and do not wait for it
_ANY_TIME = datetime.fromtimestamp(0, UTC)
# Calls `report` with what stands in the row of a symbol as its price, and when, as soon as it stands there.
_WATCH = r"""
(symbol) => {
  let shown;
  const look = () => {
    for (const row of document.querySelectorAll('section[aria-label="Watchlist"] li')) {
      const words = [...row.querySelectorAll("span")].map((span) => span.textContent);
      const price = words.find((word) => /^[\d,]+\.\d+$/.test(word));
      if (!words.includes(symbol) || price === undefined || price === shown) continue;
      shown = price;
      window.finpulseReport(price, Date.now());
    }
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
  look();
}
"""


class PriceSightings(Sightings):
    """Sightings of events of which only the price is seen; the benchmark's events come in the order of their numbers.

    Prices of neighbours differ, so among the events on their way a price names the oldest one that has it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._prices: list[tuple[str, str]] = []
        self._expected = 0

    def expect(self, timestamp: str) -> None:
        """Note an event that is about to be put, newer than all before."""
        self._prices.append((timestamp, f"{bench_event(self._expected, _ANY_TIME).price:.2f}"))
        self._expected += 1
        super().expect(timestamp)

    def saw_price(self, price: str, at: float) -> None:
        """Note that the page shows this price."""
        for place, (timestamp, expected) in enumerate(self._prices):
            if expected == price.replace(",", ""):
                del self._prices[: place + 1]
                self.saw(timestamp, at)
                return


class ScreenProbe:
    """See `finpulse_cli.features.bench.probe.Probe`. `url` is where the dashboard is served, `user` the environment."""

    name = "sight in the browser"

    def __init__(self, url: str, user: Mapping[str, str]) -> None:
        self.sightings: PriceSightings = PriceSightings()
        self._url, self._user = url, user
        self._ready = threading.Event()
        self._stopped = threading.Event()
        self._problem: Exception | None = None
        # Playwright's objects belong to the thread that made them.
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Open the page and wait until it is connected to the push API."""
        self._thread.start()
        self._ready.wait()
        if isinstance(self._problem, CliError):
            raise self._problem
        if self._problem is not None:
            raise FailedError(f"the browser: {self._problem}", act("run `{}` and look", "dashboard")) from self._problem

    def stop(self) -> None:
        """Close the browser."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        try:
            with chromium(self._user) as browser:
                page = browser.new_page()
                page.set_default_timeout(TIMEOUT_SECONDS * 1000)
                watch(page, self._url, self.sightings.saw_price)
                self._ready.set()
                while not self._stopped.is_set():
                    page.wait_for_timeout(_TURN_MS)
        except Exception as error:  # noqa: BLE001 - raised again in the thread that waits
            self._problem = error
        finally:
            self._ready.set()


def watch(page: Page, url: str, saw: Callable[[str, float], None]) -> None:
    """Open the dashboard, wait until it is live, and tell `saw` each price of the benchmark's symbol and when (s)."""
    page.expose_function("finpulseReport", lambda price, at_ms: saw(price, at_ms / 1000))
    page.goto(f"{url}?feed={FEED}")
    wait_until_live(page)
    page.evaluate(_WATCH, SYMBOL)


def wait_until_live(page: Page) -> None:
    """Wait until data is pushed to the page."""
    page.get_by_role("banner").get_by_role("status").filter(has_text="Live").wait_for()
