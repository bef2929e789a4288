"""The two streams of the CLI: data on stdout, messages and progress on stderr.

Both consoles are made on every call, so that a test (or a pipe) that swaps `sys.stdout` is honoured.
Rich leaves colour out by itself when `NO_COLOR` is set or the stream is not a terminal.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from rich.console import Console
from rich.table import Table

Report = Callable[[str], None]
"""Shows one line to the user while a command is at work."""


def stdout() -> Console:
    """Return a console for data: tables and values a user asked for."""
    return Console(file=sys.stdout, highlight=False)


def stderr() -> Console:
    """Return a console for messages and progress."""
    return Console(file=sys.stderr, highlight=False)


def table(title: str | None, *columns: str) -> Table:
    """Make a plain table: no frame, long values folded and never cut."""
    made = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in columns:
        made.add_column(column, overflow="fold")
    return made


def note(message: str) -> None:
    """Print one line for the user on stderr; brackets in `message` are not markup."""
    reporter(stderr())(message)


def reporter(screen: Console) -> Report:
    """Make a printer of lines on `screen`: above its live display, which another console would tear apart."""
    return lambda message: screen.print(message, markup=False, soft_wrap=True)


def print_json(value: object) -> None:
    """Print one JSON document on one line of stdout; exact decimals come out as JSON numbers."""
    sys.stdout.write(to_json(value) + "\n")
    sys.stdout.flush()


def print_json_lines(items: Iterable[Mapping[str, object]]) -> None:
    """Print one JSON object a line on stdout, each as soon as it is there."""
    for item in items:
        print_json(item)


def to_json(value: object) -> str:
    """Write one line of JSON. A `Decimal` keeps every digit, which a float would not."""
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, Mapping):
        members = (f"{json.dumps(str(key), ensure_ascii=False)}: {to_json(item)}" for key, item in value.items())
        return "{" + ", ".join(members) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(to_json(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False, default=str)


def _number(value: Decimal) -> str:
    """Turn a decimal into a JSON number; NaN and infinities, which JSON has not, become null."""
    return format(value, "f") if value.is_finite() else "null"
