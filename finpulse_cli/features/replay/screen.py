"""A replay while it runs: a progress bar, and anomalies as they fall. Everything goes to stderr."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.text import Text

from finpulse_cli.features.tail.cells import direction_text, severity_text, shown_number
from lambdas.shared.domain.anomaly import DETECTOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from types import TracebackType

    from rich.console import Console, RenderableType


class _Bars(Progress):
    """Progress bars with a line below them."""

    status = ""

    def get_renderables(self) -> Iterable[RenderableType]:
        yield from super().get_renderables()
        if self.status:
            yield Text(self.status, style="dim", no_wrap=True, overflow="ellipsis")


class ReplayScreen:
    """Implements `watch.Screen` on a console; without a terminal the bar is left out and the anomalies stay.

    `keys` says what keys do, "" where there are none.
    """

    def __init__(self, console: Console, total: int, keys: str = "") -> None:
        self._keys = keys
        self._state = ""
        self._progress = _Bars(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            disable=not console.is_terminal,
            transient=True,
        )
        self._console = console
        self._sent: TaskID = self._progress.add_task("sent to the stream", total=total)
        self._processed: TaskID = self._progress.add_task("processed by all", total=total)

    def __enter__(self) -> ReplayScreen:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._progress.stop()

    def moved(self, sent: int, processed: int) -> None:
        """Move both bars."""
        self._progress.update(self._sent, completed=sent)
        self._progress.update(self._processed, completed=processed)

    def anomaly(self, item: Mapping[str, Any]) -> None:
        """Print one line above the bars."""
        self._console.print(anomaly_line(item))

    def playing(self, state: str, at: str) -> None:
        """Say it below the bars; without a terminal a line a change, where keys can change anything."""
        self._progress.status = " · ".join(filter(None, (state, at, self._keys)))
        self._progress.refresh()
        if self._keys and state != self._state and not self._console.is_terminal:
            self._console.print(f"{state} at {at}", markup=False)
        self._state = state


def anomaly_line(item: Mapping[str, Any]) -> Text:
    """Write `AAPL   ▼ DROP   !! HIGH       262.84  z  -44.27   -2.15%  12:14 UTC  e-mailed`: fits 80 columns.

    One of another detector than zscore has its name behind.
    """
    line = Text(f"{item['symbol']:<6} ", style="bold")
    line.append_text(_wide(direction_text(item["direction"]), 9))
    line.append_text(_wide(severity_text(item["severity"]), 9))
    line.append(f"{shown_number(item['current_price']):>12}  z {item['z_score']:>+8.2f}  ")
    line.append(f"{item['deviation_percent']:>+7.2f}%")
    line.append(f"  {item['detected_at'][11:16]} UTC", style="dim")
    line.append("  e-mailed" if item["alerted"] else "", style="cyan")
    detector = item.get("detector", DETECTOR)
    line.append("" if detector == DETECTOR else f"  {detector}", style="dim")
    return line


def _wide(text: Text, width: int) -> Text:
    text.pad_right(width - text.cell_len)
    return text
