"""JSON lines as rows of a table, each value as its own text: what OpenX's SerDe makes of a line, and no double.

DuckDB reads a fraction in JSON as a double, whatever type is asked for. So numbers are taken from the text here, as
texts, and only a cast makes decimals of them. The form is one that DuckDB reads fast: fields between tabs, `\\N` for
NULL, in double quotes where a value holds what could be mistaken.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import Any, TypeAlias

from finpulse_cli.standins.athena.lines import event_lines

NULL = "\\N"
MOST_LINE = 1 << 20  # characters; a longer line is damaged


_Plan: TypeAlias = Callable[[dict[str, Any]], Sequence[Any]]


class _Number(str):
    """A number's own text."""

    __slots__ = ()


# the decoder's own function, without what it does around it; typeshed knows neither
_SCAN: Callable[[str, int], tuple[Any, int]] = vars(
    json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str, strict=False)
)["scan_once"]
_NESTED = json.JSONDecoder(parse_float=_Number, parse_int=_Number, parse_constant=_Number, strict=False).decode


def table_text(data: bytes, columns: Sequence[str]) -> bytes:
    """The lines of an object as rows of `columns`, whose names are in lower case. A damaged line is NULLs."""
    rows = _Rows(columns)
    return "".join(map(rows.row, event_lines(data))).encode("utf-8", "replace")


class _Rows:
    """Makes rows; how a line's members go with the columns is found out once for lines alike."""

    def __init__(self, columns: Sequence[str]) -> None:
        self._columns = columns
        self._plans: dict[tuple[str, ...], _Plan] = {}
        self._nothing = "\t".join([NULL] * len(columns)) + "\n"

    def row(self, line: bytes) -> str:
        """One line's row, newline included."""
        try:
            text = line.decode().strip()
            value, end = _SCAN(text, 0)
        except (ValueError, RecursionError, StopIteration):
            return self._nothing
        if end < len(text) or end > MOST_LINE or not isinstance(value, dict | list):
            return self._nothing
        values = self._values(value)
        if "\\" not in text and "\t" not in text:
            try:
                return "\t".join([NULL if one is None else one for one in values]) + "\n"
            except TypeError:  # not all are texts
                pass
        if any(isinstance(one, dict | list) for one in values):
            values = self._values(_NESTED(text))
        return "\t".join(map(_field, values)) + "\n"

    def _values(self, value: Any) -> Sequence[Any]:
        if isinstance(value, list):  # by place, as the SerDe has it
            return [value[place] if place < len(value) else None for place in range(len(self._columns))]
        names = tuple(value)
        plan = self._plans.get(names)
        if plan is None:
            plan = self._plans[names] = _plan(names, self._columns)
        return plan(value)


def _plan(names: Iterable[str], columns: Sequence[str]) -> _Plan:
    """How to take the columns from members of these names, in letters of any case; None for one that is missing."""
    known = {name.lower(): name for name in names}
    wanted = [known.get(column) for column in columns]
    if len(wanted) > 1 and None not in wanted:
        return itemgetter(*wanted)
    return lambda value: [None if name is None else value[name] for name in wanted]


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
