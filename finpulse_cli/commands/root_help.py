"""The help page of `finpulse` itself: the options and every command with its summary.

Typer's own page looks the same, but loads a Markdown reader and a highlighter of tracebacks, which takes longer than
all the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from finpulse_cli.core import console

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_FRAME = "dim"
_STYLES = ("bold cyan", "bold green")


def show_help(
    usage: str, text: str, options: Iterable[tuple[Sequence[str], str]], commands: Iterable[tuple[str, str]]
) -> None:
    """Print it on stdout. `options` are an option's names, the long ones first, and what it does."""
    screen = console.stdout()
    label, _, arguments = usage.partition(" ")
    screen.print()
    screen.print(Padding(Text.assemble((f"{label} ", "yellow"), (arguments, "bold")), (0, 1)))
    screen.print()
    first, *rest = text.split("\n\n")
    screen.print(Padding(Text(first), (0, 1)))
    for paragraph in rest:
        screen.print(Padding(Text(paragraph, style="dim"), (1, 1, 0, 1)))
    screen.print()
    screen.print(_panel("Options", [(*_split(names), summary) for names, summary in options]))
    screen.print(_panel("Commands", [*commands]))
    screen.print()


def _split(names: Sequence[str]) -> tuple[str, str]:
    """Return the long names and the short ones."""
    long = [name for name in names if name.startswith("--")]
    return ",".join(long), ",".join(name for name in names if name not in long)


def _panel(title: str, rows: Sequence[tuple[str, ...]]) -> Panel:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1), highlight=False)
    for column in range(len(rows[0])):
        last = column == len(rows[0]) - 1
        table.add_column(style=None if last else _STYLES[column], no_wrap=not last)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return Panel(table, title=title, title_align="left", border_style=_FRAME)
