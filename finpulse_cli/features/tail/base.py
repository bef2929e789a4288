"""What a reader is: rows to show, columns to show them in, and a way to ask for what came since.

One file a kind (`prices.py`, `lake.py`, ...), each with a function `open_reader(source)`; see `catalogue.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from rich.text import Text

from finpulse_cli.core.paths import TargetHome
from finpulse_cli.stack.clients import Clients
from finpulse_cli.stack.outputs import StackOutputs

Cursor = TypeVar("Cursor")
Values = Mapping[str, Any]
Cell = Callable[[Values, datetime], Text]
"""Draws one value of a row; the datetime is the moment of drawing, for ages."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to show. `key` tells it from others: a row that comes again with the same key replaces the first.

    `values` is the object that `--json` prints.
    """

    key: str
    values: Values


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, `width` characters in plain lines; `from_width` hides it on narrower terminals."""

    heading: str
    cell: Cell
    width: int
    right: bool = False
    from_width: int = 0


@dataclass(frozen=True, slots=True)
class Page(Generic[Cursor]):
    """Rows in time order, newest last, and the point to go on from."""

    rows: list[Row]
    cursor: Cursor


class Reader(Protocol[Cursor]):
    """One kind of data that grows at its end. A cursor is only ever given back to the reader that made it."""

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that its rows are shown in."""

    def latest(self, limit: int) -> Page[Cursor]:
        """Return the newest `limit` rows."""

    def fresh(self, cursor: Cursor) -> Page[Cursor]:
        """Return the rows that are new or have changed since `cursor`."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where readers read: a target's clients, its stack and its home; `symbol` and `feed` narrow what is shown.

    `events` asks the lake for the events in its objects. `clock` gives the current time in UTC.
    """

    clients: Clients
    outputs: StackOutputs
    home: TargetHome
    clock: Callable[[], datetime]
    symbol: str | None = None
    events: bool = False
    feed: str | None = None
