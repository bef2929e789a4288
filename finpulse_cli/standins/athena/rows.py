"""JSON lines as rows of a table, each value as its own text: what OpenX's SerDe makes of a line, and no double.

DuckDB reads a fraction in JSON as a double, whatever type is asked for. So numbers are taken from the text here, as
texts, and only a cast makes decimals of them. The form is one that DuckDB reads fast: fields between tabs, `\\N` for
NULL, in double quotes where a value holds what could be mistaken.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from finpulse_cli.standins.athena.lines import event_lines

NULL = "\\N"
MOST_LINE = 1 << 20  # characters; a longer line is damaged


class _Number(str):
    """A number's own text."""

    __slots__ = ()


_LOADS = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str, strict=False).decode
_NESTED = json.JSONDecoder(parse_float=_Number, parse_int=_Number, parse_constant=_Number, strict=False).decode


def table_text(data: bytes, columns: Sequence[str]) -> bytes:
    """The lines of an object as rows of `columns`, whose names are in lower case. A damaged line is NULLs."""
    rows = _Rows(columns)
    return "".join(map(rows.row, event_lines(data))).encode("utf-8", "replace")


class _Rows:
    """Makes rows; how a line's members go with the columns is found out once for lines alike."""

    def __init__(self, columns: Sequence[str]) -> None:
        self._columns = columns
        self._plans: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._nothing = "\t".join([NULL] * len(columns)) + "\n"

    def row(self, line: bytes) -> str:
        """One line's row, newline included."""
        if len(line) > MOST_LINE or not line.lstrip().startswith((b"{", b"[")):
            return self._nothing
        try:
            value = _LOADS(line.decode())
        except (ValueError, RecursionError):
            return self._nothing
        values = self._values(value)
        if b"\\" not in line and b"\t" not in line:
            try:
                return "\t".join([NULL if one is None else one for one in values]) + "\n"
            except TypeError:  # not all are texts
                pass
        if any(isinstance(one, dict | list) for one in values):
            values = self._values(_NESTED(line.decode()))
        return "\t".join(map(_field, values)) + "\n"

    def _values(self, value: Any) -> list[Any]:
        if isinstance(value, list):  # by place, as the SerDe has it
            return [value[place] if place < len(value) else None for place in range(len(self._columns))]
        names = tuple(value)
        plan = self._plans.get(names)
        if plan is None:
            plan = self._plans[names] = _plan(names, self._columns)
        return [value.get(name) for name in plan]


def _plan(names: Iterable[str], columns: Sequence[str]) -> tuple[str, ...]:
    """Which member each column is, whatever its letters' case; a name that no member has for one that is missing."""
    known = {name.lower(): name for name in names}
    return tuple(known.get(column, column) for column in columns)


def _field(value: Any) -> str:
    if value is None:
        return NULL
    if value is True or value is False:
        return str(value).lower()
    text = str(value) if isinstance(value, str) else _nested(value)
    return '"' + text.replace('"', '""') + '"'


def _nested(value: Any) -> str:
    """JSON of what is inside a value, its numbers as they were written."""
    if isinstance(value, _Number):
        return str(value)
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(name)}:{_nested(one)}" for name, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_nested, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
