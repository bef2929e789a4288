"""Writes docs/sql.md from what the SQL on the laptop does and refuses: `make sql`."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from pathlib import Path

from finpulse_cli.standins.athena.dialect.casts import CASTS
from finpulse_cli.standins.athena.dialect.constructs import CLAUSES, OPERATORS, TYPES
from finpulse_cli.standins.athena.dialect.functions.names import FUNCTIONS, SYNTAX
from finpulse_cli.standins.athena.dialect.functions.refusals import instead_of
from finpulse_cli.standins.athena.dialect.functions.registry import REWRITTEN, SAME

TARGET = Path(__file__).resolve().parents[1] / "docs" / "sql.md"
WIDTH = 120

INTRODUCTION = """\
# SQL over the lake

Written by `make sql`; change the code, not this page.

On AWS, Athena answers (engine 3, which is Trino). On the laptop DuckDB does, and the promise is: Athena's value, or a
refusal that says what to use instead, never another value. So every function, operator, cast, type and clause that a
SELECT may use is in one of three lists: *the same* in both engines; *rewritten*, so that DuckDB gives Trino's value;
*refused* on the laptop, although Athena takes it. What is in no list is no SQL of Athena's, and is refused as such.
docs/decisions/lake-sql-without-athena.md says how it is made.

Where the two can differ in the last digit: sums, averages and statistics of doubles depend on the order of the rows in
both engines, and `sin`, `exp` and their like on the machine. `approx_distinct` counts, and `approx_percentile` takes
the value at its place, which Athena promises within its error. `random` is random. `current_timestamp` is UTC.
"""


def page() -> str:
    """The whole page."""
    return "\n".join(
        [
            INTRODUCTION,
            *_constructs("Clauses", CLAUSES),
            *_constructs("Operators", OPERATORS),
            *_constructs("Types", TYPES),
            *_casts(),
            *_functions(),
        ]
    )


def _constructs(title: str, lists: Mapping[str, Iterable[str]]) -> list[str]:
    lines = [f"## {title}", ""]
    for status, heading in (("same", "The same"), ("rewritten", "Rewritten"), ("refused", "Refused")):
        lines += [f"**{heading}**", "", *_items(lists[status]), ""]
    return lines


def _items(texts: Iterable[str]) -> list[str]:
    return [textwrap.fill(f"- {text}", WIDTH, subsequent_indent="  ", break_on_hyphens=False) for text in texts]


def _casts() -> list[str]:
    """From each kind of type to what it can be cast to."""
    names = {"whole": "whole numbers", "floating": "real and double", "zoned": "timestamp with time zone"}
    targets: dict[str, list[str]] = {}
    for given, wanted in CASTS:
        targets.setdefault(names.get(given, given), []).append(names.get(wanted, wanted))
    lines = ["## Casts", "", "By `CAST` and `TRY_CAST`; numbers round half up, a text must be all of its value.", ""]
    lines += _items(f"{given}: to {', '.join(wanted)}" for given, wanted in targets.items())
    refused = (
        "double to varchar: use `format`",
        "real to decimal",
        "varchar to timestamp with time zone, but of a literal",
    )
    return [*lines, *_items(["arrays, maps and rows: element by element"]), "", "**Refused**", "", *_items(refused), ""]


def _functions() -> list[str]:
    lines = ["## Functions", "", "**The same**", "", _names(SAME), "", "**Rewritten**", ""]
    lines += [_names([*REWRITTEN, *SYNTAX]), "", "**Refused**", ""]
    reasons: dict[str, list[str]] = {}
    for name in sorted(FUNCTIONS - set(SAME) - set(REWRITTEN) - SYNTAX):
        reasons.setdefault(instead_of(name), []).append(name)
    plain = reasons.pop(instead_of(""), [])
    entries = sorted((f"{_inline(names)}: {reason}" for reason, names in reasons.items()), key=str.lower)
    return [*lines, *_items(entries), "", "Refused with nothing in their place:", "", _names(plain), ""]


def _inline(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))


def _names(names: Iterable[str]) -> str:
    return textwrap.fill(_inline(names), WIDTH, break_on_hyphens=False)


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
