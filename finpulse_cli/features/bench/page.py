"""How smooth the dashboard stays while updates pour in: the page alone, on a socket of the benchmark's own.

The pipeline folds events before it pushes them, which would only make it easier for the page. So here every event is
a message of its own. Nothing is put on the stream, and nothing is stored.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle
from typing import TYPE_CHECKING, Any

from finpulse_cli.features.bench.screen import wait_until_live
from finpulse_cli.web.chromium import chromium
from lambdas.shared.domain.feed import LIVE
from lambdas.shared.domain.timestamps import floor_minute, format_timestamp

if TYPE_CHECKING:
    from playwright.sync_api import Page, WebSocketRoute

SIZE = {"width": 1440, "height": 900}
CHANNELS = ("feeds", "prices", "candles", "anomalies")
_KEY_EVERY_SECONDS = 1.0
_START = """() => {
  const seen = { frames: [], tasks: [], shift: 0, keys: [] };
  window.finpulseSeen = seen;
  const watch = (type, note, more = {}) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, ...more });
  watch("longtask", (entry) => seen.tasks.push(entry.duration));
  watch("layout-shift", (entry) => { if (!entry.hadRecentInput) seen.shift += entry.value; });
  const note = (entry) => { if (entry.name === "keydown") seen.keys.push(entry.duration); };
  watch("event", note, { durationThreshold: 16 });
  seen.heapBefore = performance.memory.usedJSHeapSize;
  let before = performance.now();
  const tick = (now) => { seen.frames.push(now - before); before = now; requestAnimationFrame(tick); };
  requestAnimationFrame((now) => { before = now; requestAnimationFrame(tick); });
}"""
_END = """() => ({
  ...window.finpulseSeen,
  heapAfter: performance.memory.usedJSHeapSize,
  paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null,
})"""


@dataclass(frozen=True, slots=True)
class PageFigures:
    """What was measured in `seconds`, while `updates` messages came. A long task is one of 50 ms or more."""

    seconds: float
    updates: int
    first_paint_ms: float | None
    frames_per_second: float
    longest_frame_ms: float
    long_tasks: int
    longest_task_ms: float
    layout_shift: float
    slowest_key_ms: float
    heap_mb_before: float
    heap_mb_after: float


@dataclass(slots=True)
class PageBench:
    """`rate` updates a second, for `seconds`, of `symbols` in turn. Time comes in as `clock`, the wall's."""

    url: str
    symbols: Sequence[str]
    rate: float
    seconds: float
    clock: Callable[[], datetime]

    def run(self, user: Mapping[str, str]) -> PageFigures:
        """Open the page, let it rain, and measure. Raises CliError when there is no browser."""
        with chromium(user) as browser:
            page = browser.new_page(viewport=SIZE, service_workers="block")  # type: ignore[arg-type]
            sockets: list[WebSocketRoute] = []
            page.route_web_socket(re.compile("^wss?://"), lambda socket: _take(socket, sockets))
            page.goto(self.url)
            wait_until_live(page)
            page.wait_for_load_state("networkidle")
            page.evaluate(_START)
            began = self.clock()
            sent = self._rain(page, sockets[-1], began)
            taken = (self.clock() - began).total_seconds()
            return figures(page.evaluate(_END), taken, sent)

    def _rain(self, page: Page, socket: WebSocketRoute, began: datetime) -> int:
        """Send the updates, and press a key now and then as a user would; the number of updates."""
        sent, pressed = 0, 0
        symbols = cycle(self.symbols)
        while (passed := (self.clock() - began).total_seconds()) < self.seconds:
            while sent < passed * self.rate:
                socket.send(json.dumps(update(next(symbols), sent, self.clock())))
                sent += 1
            if passed > (pressed + 1) * _KEY_EVERY_SECONDS:
                page.keyboard.press("j" if pressed % 8 < len(self.symbols) - 1 else "k")
                pressed += 1
            page.wait_for_timeout(1000 / self.rate / 2)
        return sent


def update(symbol: str, number: int, now: datetime) -> dict[str, object]:
    """Return the message for one event: a price that goes up and down, and the minute's candle with it."""
    price = round(200 + (number % 40 - 20) / 10, 2)
    at = format_timestamp(now)
    latest = {
        "feed": LIVE,
        "symbol": symbol,
        "price": price,
        "volume": 100 + number,
        "change_percent": 0.1,
        "timestamp": at,
    }
    candle = {
        "feed": LIVE,
        "symbol": symbol,
        "candle_timestamp": format_timestamp(floor_minute(now)),
        "open": 200.0,
        "high": 202.0,
        "low": 198.0,
        "close": price,
        "volume": 100 + number,
        "trades": number + 1,
        "first_at": at,
        "last_at": at,
    }
    return {"type": "update", "feeds": [], "prices": [latest], "candles": [candle], "anomalies": []}


def figures(seen: Mapping[str, Any], seconds: float, updates: int) -> PageFigures:
    """Return the page's own notes as figures."""
    frames, tasks, keys = seen["frames"], seen["tasks"], seen["keys"]
    return PageFigures(
        seconds=round(seconds, 1),
        updates=updates,
        first_paint_ms=None if seen["paint"] is None else round(seen["paint"], 1),
        frames_per_second=round(1000 * len(frames) / sum(frames), 1) if frames else 0.0,
        longest_frame_ms=round(max(frames, default=0.0), 1),
        long_tasks=len(tasks),
        longest_task_ms=round(max(tasks, default=0.0), 1),
        layout_shift=round(seen["shift"], 5),
        slowest_key_ms=round(max(keys, default=0.0), 1),
        heap_mb_before=round(seen["heapBefore"] / 1e6, 1),
        heap_mb_after=round(seen["heapAfter"] / 1e6, 1),
    )


def _take(socket: WebSocketRoute, sockets: list[WebSocketRoute]) -> None:
    """Answer the page's socket as the push API does."""

    def answer(message: str | bytes) -> None:
        request = json.loads(message)
        reply: dict[str, object] = (
            {"type": "pong"}
            if request.get("action") == "ping"
            else {"type": "subscribed", "feed": request.get("feed"), "symbols": None, "channels": list(CHANNELS)}
        )
        socket.send(json.dumps(reply))

    sockets.append(socket)
    socket.on_message(answer)
