"""Cron expressions of EventBridge Scheduler: minutes hours day-of-month month day-of-week year.

Understood are `*`, `?`, numbers, names, lists, ranges and steps; `L`, `W` and `#` are not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

_MONTH_NAMES = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, 1)}
_DAYS = {name: number for number, name in enumerate(("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"), 1)}


@dataclass(frozen=True, slots=True)
class _Field:
    first: int
    last: int
    names: Mapping[str, int]


_NO_NAMES: Mapping[str, int] = {}
_FIELDS = (
    _Field(0, 59, _NO_NAMES),
    _Field(0, 23, _NO_NAMES),
    _Field(1, 31, _NO_NAMES),
    _Field(1, 12, _MONTHS),
    _Field(1, 7, _DAYS),
    _Field(1970, 2199, _NO_NAMES),
)


@dataclass(frozen=True, slots=True)
class Cron:
    """The numbers of each field that fit, in the order of the expression."""

    fields: tuple[frozenset[int], ...]

    @classmethod
    def parse(cls, text: str) -> Cron:
        """Parse the text between the parentheses of `cron(...)`. Raises ValueError when it is not understood."""
        parts = text.upper().split()
        if len(parts) != len(_FIELDS):
            raise ValueError(text)
        return cls(tuple(_numbers(part, field) for part, field in zip(parts, _FIELDS, strict=True)))

    def fits(self, minute: datetime) -> bool:
        """Return whether it is due in this minute, given in the schedule's time zone."""
        weekday = minute.isoweekday() % 7 + 1
        moment = (minute.minute, minute.hour, minute.day, minute.month, weekday, minute.year)
        return all(number in allowed for number, allowed in zip(moment, self.fields, strict=True))


def _numbers(part: str, field: _Field) -> frozenset[int]:
    """Return the numbers that a field's text stands for. ValueError when it stands for none."""
    found = frozenset(number for item in part.split(",") for number in _item(item, field))
    if not found or not all(field.first <= number <= field.last for number in found):
        raise ValueError(part)
    return found


def _item(item: str, field: _Field) -> Iterator[int]:
    span, slash, step = item.partition("/")
    first, dash, last = span.partition("-")
    if span in ("*", "?"):
        begin, end = field.first, field.last
    else:
        begin = _number(first, field)
        end = _number(last, field) if dash else field.last if slash else begin
    yield from range(begin, end + 1, _step(step) if slash else 1)


def _number(text: str, field: _Field) -> int:
    return field.names[text] if text in field.names else int(text)


def _step(text: str) -> int:
    step = int(text)
    if step < 1:
        raise ValueError(text)
    return step
