"""DuckDB's values as Athena's results show them, by the types that Trino gives them."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from finpulse_cli.standins.athena.dialect.types import Type
from finpulse_cli.standins.athena.dialect.zones import offset_minutes, zone_info

_SHOWN = {"real": "float"}
_SMALLEST, _LARGEST = 1e-3, 1e7  # from here to there Java writes a number without an exponent


def athena_type(kind: Type) -> str:
    """`decimal(20,10)` -> `decimal`, as in the metadata of a result."""
    return _SHOWN.get(kind.name, kind.name)


def athena_text(value: Any, kind: Type) -> str | None:
    """The text of one value; None for NULL."""
    return None if value is None else _text(value, kind)


def _text(value: Any, kind: Type) -> str:
    if value is None:
        return "null"  # inside an array, a map or a row
    special = _TEXTS.get(kind.name)
    return str(value) if special is None else special(value, kind)


def _boolean(value: bool, _: Type) -> str:
    return "true" if value else "false"


def _decimal(value: Decimal, _: Type) -> str:
    return f"{value:f}"


def _double(value: float, _: Type) -> str:
    return _java(value, repr(abs(value)))


def _real(value: float, _: Type) -> str:
    if not math.isfinite(value):
        return _java(value, "")
    digits = next(
        text for text in (f"{abs(value):.{count}g}" for count in range(1, 18)) if _as_float(text) == abs(value)
    )
    return _java(value, digits)


def _as_float(text: str) -> float:
    found: float = struct.unpack("f", struct.pack("f", float(text)))[0]
    return found


def _java(value: float, digits: str) -> str:
    """As Java writes a double whose shortest digits these are: 0.1, 1.0E20, NaN, -Infinity."""
    if math.isnan(value):
        return "NaN"
    sign = "-" if math.copysign(1, value) < 0 else ""
    if math.isinf(value):
        return f"{sign}Infinity"
    if value == 0:
        return f"{sign}0.0"
    number = Decimal(digits)
    if _SMALLEST <= abs(value) < _LARGEST:
        plain = f"{number:f}"
        plain = plain if "." in plain else f"{plain}.0"
        return sign + (plain.rstrip("0") if not plain.endswith(".0") else plain)
    figures = "".join(map(str, number.as_tuple().digits)).rstrip("0")
    return f"{sign}{figures[0]}.{figures[1:] or '0'}E{number.adjusted()}"


def _bytes(value: bytes, _: Type) -> str:
    return value.hex(" ")


def _moment(value: datetime, kind: Type) -> str:
    """Three decimals of a second, or as many as the type has beyond them."""
    precision = max(3, int(kind.parameters[0]))
    return f"{value:%Y-%m-%d %H:%M:%S.%f}"[: 20 + precision]


def _zoned(value: datetime, kind: Type) -> str:
    zone = zone_info(kind.zone)
    if zone is None:
        shown = value + timedelta(minutes=offset_minutes(kind.zone))
    else:
        shown = value.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
    return f"{_moment(shown, kind)} {kind.zone}"


def _day_time(value: int, _: Type) -> str:
    """`2 03:00:00.000`, from milliseconds."""
    seconds, milliseconds = divmod(abs(value), 1000)
    days, rest = divmod(seconds, 86_400)
    clock = f"{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}.{milliseconds:03}"
    return f"{'-' * (value < 0)}{days} {clock}"


def _year_month(value: int, _: Type) -> str:
    """`3-5`, from months."""
    return f"{'-' * (value < 0)}{abs(value) // 12}-{abs(value) % 12}"


def _array(value: list[Any], kind: Type) -> str:
    return f"[{', '.join(_text(one, kind.parameters[0]) for one in value)}]"


def _map(value: dict[Any, Any], kind: Type) -> str:
    key, content = kind.parameters
    return "{" + ", ".join(f"{_text(one, key)}={_text(other, content)}" for one, other in value.items()) + "}"


def _row(value: dict[str, Any], kind: Type) -> str:
    fields = enumerate(zip(value.values(), kind.parameters, strict=True))
    return "{" + ", ".join(f"{name or f'field{place}'}={_text(one, k)}" for place, (one, (name, k)) in fields) + "}"


_TEXTS: dict[str, Callable[[Any, Type], str]] = {
    "boolean": _boolean,
    "decimal": _decimal,
    "double": _double,
    "real": _real,
    "varbinary": _bytes,
    "timestamp": _moment,
    "timestamp with time zone": _zoned,
    "interval day to second": _day_time,
    "interval year to month": _year_month,
    "array": _array,
    "map": _map,
    "row": _row,
}
