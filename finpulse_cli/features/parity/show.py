"""A parity run's result as a table, as lines of differences, and as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rich.text import Text

from finpulse_cli.core import console

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.table import Table

    from finpulse_cli.features.parity.compare import Difference, Item, Part
    from finpulse_cli.features.replay.plan import Plan
    from finpulse_cli.features.replay.summary import Summary

MOST_LINES = 60  # of differences on a screen; --json has them all
MOST_CHARACTERS = 120  # of one value


@dataclass(frozen=True, slots=True)
class Result:
    """What was replayed where, the summary of either replay, and every part compared."""

    a: str
    b: str
    plan: Plan
    summaries: tuple[Summary, Summary]
    parts: list[Part]

    @property
    def differences(self) -> int:
        """The number of items that are not the same."""
        return sum(len(part.differences) for part in self.parts)

    def as_dict(self) -> dict[str, Any]:
        """Return one JSON-ready object with everything."""
        return {
            "fixture": self.plan.name,
            "feed": self.plan.feed,
            "targets": [self.a, self.b],
            "equal": not self.differences,
            "replays": dict(zip((self.a, self.b), (summary.as_dict() for summary in self.summaries), strict=True)),
            "parts": [self._part(part) for part in self.parts],
        }

    def _part(self, part: Part) -> dict[str, Any]:
        return {
            "part": part.name,
            "items": {self.a: part.a, self.b: part.b},
            "differences": [{"key": entry.key, self.a: entry.a, self.b: entry.b} for entry in part.differences],
            "note": part.note,
        }


def result_table(result: Result) -> Table:
    """Make a table with a row for each part."""
    table = console.table(
        f"{result.plan.name} on {result.a} and {result.b}", "part", result.a, result.b, "differences", ""
    )
    for part in result.parts:
        count = len(part.differences)
        verdict = Text(str(count), style="bold red" if count else "green")
        table.add_row(part.name, f"{part.a:,}", f"{part.b:,}", verdict, Text(part.note))
    return table


def difference_lines(result: Result) -> list[str]:
    """Write `- A …` and `+ B …` for what differs, `! …` for what both lack; no more than fit a screen."""
    lines = [
        line
        for part in result.parts
        for difference in part.differences
        for line in _lines(result, part.name, difference)
    ]
    more = len(lines) - MOST_LINES
    return [*lines[:MOST_LINES], f"… and {more} lines more"] if more > 0 else lines


def _lines(result: Result, part: str, difference: Difference) -> Iterator[str]:
    where = " ".join((part, *difference.key))
    if difference.a is not None:
        yield f"- {result.a} {where} {_fields(difference.a)}"
    if difference.b is not None:
        yield f"+ {result.b} {where} {_fields(difference.b)}"
    if difference.a is None and difference.b is None:
        yield f"! {where} is on neither"


def _fields(item: Item) -> str:
    return " ".join(f"{name}={_value(value)}" for name, value in item.items())


def _value(value: Any) -> str:
    text = format(value, "f") if isinstance(value, Decimal) else console.to_json(value)
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1] + "…"
