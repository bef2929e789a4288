"""Shows a reader's rows: once, or as they come until the user stops it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rich.live import Live

from finpulse_cli.core import console
from finpulse_cli.features.tail.base import Column, Reader, Row
from finpulse_cli.features.tail.table import build_table, fitting, header_line, row_line

Clock = Callable[[], datetime]
Pause = Callable[[], None]

CHROME_LINES = 3  # heading, rule and the line the cursor stands on


@dataclass(frozen=True, slots=True)
class Following:
    """A reader with what following it takes: `pause` waits between two looks, `clock` is the time in UTC."""

    reader: Reader[Any]
    limit: int
    clock: Clock
    pause: Pause

    def batches(self) -> Iterator[list[Row]]:
        """Yield the latest rows, then for ever what came since, one list a look, which may be empty."""
        page = self.reader.latest(self.limit)
        yield page.rows
        while True:
            self.pause()
            page = self.reader.fresh(page.cursor)
            yield page.rows


def show_rows(columns: Sequence[Column], rows: list[Row], now: datetime) -> None:
    """Print rows once: a table on a terminal, plain lines elsewhere."""
    out = console.stdout()
    if out.is_terminal:
        out.print(build_table(fitting(columns, out.width), rows, now))
        return
    _print_lines(columns, rows, now, header=True)


def follow_json(following: Following) -> None:
    """Print one JSON object a line, without end."""
    for rows in following.batches():
        console.print_json_lines(row.values for row in rows)


def follow_lines(following: Following) -> None:
    """Print plain lines, without end."""
    for place, rows in enumerate(following.batches()):
        _print_lines(following.reader.columns, rows, following.clock(), header=place == 0)


def follow_live(following: Following) -> None:
    """Show a table of the newest rows that stays in place, without end; a row that changed is shown where it was."""
    out = console.stdout()
    shown: dict[str, Row] = {}
    with Live(console=out, auto_refresh=False, vertical_overflow="crop") as live:
        for rows in following.batches():
            shown |= {row.key: row for row in rows}
            room = max(1, min(following.limit, out.height - CHROME_LINES))
            shown = dict(list(shown.items())[-room:])
            columns = fitting(following.reader.columns, out.width)
            live.update(build_table(columns, shown.values(), following.clock()), refresh=True)


def _print_lines(columns: Sequence[Column], rows: list[Row], now: datetime, *, header: bool) -> None:
    """Print every column, whatever the width: a file or a pipe has no edge."""
    lines = [row_line(columns, row, now) for row in rows]
    for line in [header_line(columns), *lines] if header else lines:
        sys.stdout.write(line + "\n")
    sys.stdout.flush()
