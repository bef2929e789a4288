"""Cells of tables: how one value looks. Colour never carries a meaning alone; a sign or a word is always there."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from rich.text import Text

from finpulse_cli.features.tail.ages import age_text, moment_text
from finpulse_cli.features.tail.base import Cell, Values
from lambdas.shared.domain.digits import shown
from lambdas.shared.domain.timestamps import parse_timestamp
from lambdas.shared.errors import RecordError

NOTHING = "-"
UP, DOWN = "green", "red"
_SIZES = ((1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "kB"))


def printable(text: str) -> str:
    """Return `text` without control characters, which a record could otherwise use to steer the terminal."""
    return "".join(letter if letter.isprintable() else f"\\x{ord(letter):02x}" for letter in text)


def shown_number(number: Decimal) -> str:
    """Return a price or the like with the digits that its size needs, thousands apart, as the dashboard has it."""
    return f"{Decimal(shown(number)):,f}"


def exact_number(number: Decimal | float, decimals: int = 2) -> str:
    """Write every digit of a number, thousands apart, with at least `decimals` decimal places."""
    whole, _, fraction = f"{number:,f}".partition(".")
    fraction = fraction.rstrip("0").ljust(decimals, "0")
    return f"{whole}.{fraction}" if fraction else whole


def direction_text(direction: str) -> Text:
    """Write `▲ SPIKE` or `▼ DROP`."""
    rising = direction == "SPIKE"
    return Text(f"{'▲' if rising else '▼'} {printable(direction)}", style=UP if rising else DOWN)


def severity_text(severity: str) -> Text:
    """Write `!! HIGH` or `! MEDIUM`."""
    high = severity == "HIGH"
    return Text(f"{'!!' if high else '!'} {printable(severity)}", style="bold red" if high else "yellow")


def signed_text(number: Decimal | float, unit: str = "") -> Text:
    """Write `+1.25%` or `-0.50`: two decimals, and a sign except for zero."""
    text = f"{number:+.2f}"
    if not float(text):
        return Text(f"0.00{unit}")
    return Text(f"{text}{unit}", style=UP if number > 0 else DOWN)


def size_text(size: int) -> str:
    """Write `512 B`, `1.5 kB`, `3.0 MB`."""
    scale, unit = next(((scale, unit) for scale, unit in _SIZES if size >= scale), (1, "B"))
    return f"{size} B" if scale == 1 else f"{size / scale:.1f} {unit}"


def text(name: str, style: str = "") -> Cell:
    """Return the value as it is."""
    return lambda values, _: _given(values.get(name), lambda value: Text(printable(str(value)), style=style))


def number(name: str, decimals: int = 0) -> Cell:
    """Return an exact number with at least `decimals` decimal places."""
    return lambda values, _: _given(values.get(name), lambda value: Text(exact_number(value, decimals)))


def price(name: str) -> Cell:
    """Return a price, with the digits that its size needs."""
    return lambda values, _: _given(values.get(name), lambda value: Text(shown_number(value)))


def listed(name: str) -> Cell:
    """Return several texts."""
    return lambda values, _: _given(values.get(name), lambda value: Text(printable(" ".join(value))))


def signed(name: str, unit: str = "") -> Cell:
    """Return a number with its sign, rounded to two decimals."""
    return lambda values, _: _given(values.get(name), lambda value: signed_text(value, unit))


def size(name: str) -> Cell:
    """Return a number of bytes."""
    return lambda values, _: _given(values.get(name), lambda value: Text(size_text(value)))


def moment(name: str) -> Cell:
    """Return a timestamp of the project's format, in UTC."""
    return lambda values, now: _given(_moment(values, name), lambda at: Text(moment_text(at, now)))


def age(name: str) -> Cell:
    """Return how long ago a timestamp was."""
    return lambda values, now: _given(_moment(values, name), lambda at: Text(age_text(now - at), style="dim"))


def direction(name: str) -> Cell:
    """Return the direction of an anomaly."""
    return lambda values, _: _given(values.get(name), direction_text)


def severity(name: str) -> Cell:
    """Return the severity of an anomaly."""
    return lambda values, _: _given(values.get(name), severity_text)


def _given(value: Any, draw: Any) -> Text:
    drawn: Text = Text(NOTHING, style="dim") if value is None else draw(value)
    return drawn


def _moment(values: Values, name: str) -> datetime | None:
    try:
        return parse_timestamp(values.get(name) or "")
    except RecordError:
        return None
