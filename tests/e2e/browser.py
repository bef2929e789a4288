"""The dashboard of a sandbox in a real, headless Chromium."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, WebSocketRoute, expect

from finpulse_cli.web.chromium import chromium
from tests.e2e.sandbox import PROJECT

PAGE_TIMEOUT_SECONDS = 60
SCREENSHOTS = PROJECT / "build" / "screenshots"
AXE = PROJECT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
# Counts what the user would see jump, from before the page's first script on. A text that is replaced by a longer one
# within the same box begins elsewhere, which the browser reports too; nothing has moved then.
_SHIFTS = """
window.layoutShifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    const moved = entry.sources.filter(({ previousRect: before, currentRect: after }) =>
      ["x", "y", "width", "height"].some((side) => before[side] !== after[side]));
    if (moved.length) window.layoutShifts.push({
      value: entry.value,
      sources: moved.map(({ node }) => node?.outerHTML?.slice(0, 120) ?? String(node)),
    });
  }
}).observe({ type: "layout-shift", buffered: true });
"""


@dataclass(frozen=True)
class Screen:
    """A kind of device."""

    name: str
    width: int
    height: int
    touch: bool

    @property
    def options(self) -> dict[str, Any]:
        """As Playwright takes them. Service workers would answer before a test's routes do."""
        size = {"width": self.width, "height": self.height}
        return {"viewport": size, "has_touch": self.touch, "is_mobile": self.touch, "service_workers": "block"}


DESKTOP = Screen("desktop", 1440, 900, touch=False)
PHONE = Screen("phone", 390, 844, touch=True)


@dataclass
class Wire:
    """The page's socket, which a test may cut and mend."""

    is_cut: bool = False
    _sockets: list[WebSocketRoute] = field(default_factory=list)

    def route(self, socket: WebSocketRoute) -> None:
        """A socket that the page opens: through to the push API, or closed at once."""
        if self.is_cut:
            socket.close(code=1013)
            return
        socket.connect_to_server()
        self._sockets.append(socket)

    def cut(self) -> None:
        """End every connection and let none through."""
        self.is_cut = True
        while self._sockets:
            self._sockets.pop().close(code=1012)


@dataclass
class Window:
    """The dashboard in a window of its own."""

    page: Page
    url: str
    screen: Screen
    wire: Wire
    complaints: list[str]

    def open(self, view: str = "") -> None:
        """Open the page at a view such as `?symbol=AAPL`."""
        self.page.goto(self.url + view)

    def feed_is(self, words: str) -> None:
        """Wait until the bar says how data comes in."""
        expect(self.page.get_by_role("banner").get_by_role("status").filter(has_text=words)).to_be_visible()

    def row(self, symbol: str) -> Locator:
        """A symbol's row in the watchlist."""
        rows = self.page.get_by_role("region", name="Watchlist").get_by_role("button")
        return rows.filter(has=self.page.get_by_text(symbol, exact=True))

    def shows_price(self, symbol: str, price: str) -> None:
        """Wait until the watchlist shows this price of a symbol."""
        expect(self.row(symbol)).to_contain_text(price)

    def shifts(self) -> list[dict[str, Any]]:
        """Every layout shift since the page was opened."""
        found: list[dict[str, Any]] = self.page.evaluate("window.layoutShifts")
        return found

    def violations(self) -> list[str]:
        """What axe finds serious or critical in what is shown now."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))  # the page's own policy keeps script elements out
        result = self.page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
        return [
            f"{found['id']} ({found['impact']}): {node['target']} {node['failureSummary']}"
            for found in result["violations"]
            if found["impact"] in ("serious", "critical")
            for node in found["nodes"]
        ]

    def picture(self, name: str) -> None:
        """A screenshot in build/screenshots, to be looked at."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}-{self.screen.name}.png")


@contextmanager
def running_chromium(environ: Mapping[str, str] = os.environ) -> Iterator[Browser]:
    """The browser; without one, or without Playwright, the test fails with what to do."""
    if not AXE.is_file():
        raise AssertionError(f"{AXE} is missing: run `make frontend`")
    with chromium(environ) as browser:
        expect.set_options(timeout=PAGE_TIMEOUT_SECONDS * 1000)
        yield browser


@contextmanager
def opened(browser: Browser, url: str, screen: Screen) -> Iterator[Window]:
    """A window with an empty profile."""
    context = browser.new_context(**screen.options)
    try:
        yield _window(context, url, screen)
    finally:
        context.close()


def _window(context: BrowserContext, url: str, screen: Screen) -> Window:
    context.add_init_script(_SHIFTS)
    page, wire, complaints = context.new_page(), Wire(), []
    page.route_web_socket(re.compile(r"^ws://"), wire.route)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    return Window(page, url, screen, wire, complaints)
