"""Shows the progress of an apply on stderr: live in a terminal, one line a resource elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from finpulse_cli.stack.terraform.json_events import Event, Failed
from finpulse_cli.stack.terraform.progress import Progress, line_for

# More rows than this would push the bar out of a small terminal.
_ROWS = 8
Show = Callable[[Event], None]


@contextmanager
def showing(console: Console, clock: Callable[[], float] = time.monotonic) -> Iterator[Show]:
    """Yield the function that takes each event and shows it on `console`."""
    if not console.is_terminal:
        yield lambda event: _print_line(console, event)
        return
    view = _View(clock)
    with Live(view, console=console, refresh_per_second=8, transient=True):
        yield lambda event: view.take(event, console)


class _View:
    """What the terminal shows: bar, count and the resources at work. Rich renders it again on every tick."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._progress = Progress()
        self._spinner = Spinner("dots")

    def take(self, event: Event, console: Console) -> None:
        """Add one event; what it leaves standing is printed above the live part."""
        self._progress = self._progress.after(event, self._clock())
        _print_line(console, event)

    def __rich__(self) -> RenderableType:
        return Group(self._head(), *self._rows())

    def _head(self) -> RenderableType:
        progress = self._progress
        head = Table.grid(padding=(0, 1))
        if progress.total is None:
            seen = f", {progress.refreshed} resources compared" if progress.refreshed else ""
            head.add_row(self._spinner, f"terraform is planning{seen}")
        else:
            bar = ProgressBar(total=max(progress.total, 1), completed=progress.done, width=30)
            head.add_row(self._spinner, bar, f"{progress.done}/{progress.total}")
        return head

    def _rows(self) -> list[Text]:
        now = self._clock()
        oldest_first = sorted(self._progress.active.values(), key=lambda active: active.since)
        rows = [
            Text(f"  {active.doing} {active.address} {now - active.since:.0f}s", style="dim", no_wrap=True)
            for active in oldest_first[:_ROWS]
        ]
        hidden = len(oldest_first) - len(rows)
        return [*rows, Text(f"  and {hidden} more", style="dim")] if hidden > 0 else rows


def _print_line(console: Console, event: Event) -> None:
    line = line_for(event)
    if line is None:
        return
    style = "red" if isinstance(event, Failed) else None
    console.print(Text(f"  {line}"), style=style, soft_wrap=True)
