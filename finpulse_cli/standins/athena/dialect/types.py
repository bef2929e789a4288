"""Trino's types, what coerces to what without a word, and how DuckDB holds their values.

A `timestamp with time zone` is held as the instant in UTC; its zone is part of the type, so each has one zone that is
known before the query runs. An interval is held as a number of milliseconds, or of months.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import Any

MAX_PRECISION = 38
_WIDTH = {"tinyint": 3, "smallint": 5, "integer": 10, "bigint": 19}
WHOLE = tuple(_WIDTH)
_ORDER = (*WHOLE, "decimal", "real", "double")
_DUCKDB = {
    "boolean": "BOOLEAN",
    "tinyint": "TINYINT",
    "smallint": "SMALLINT",
    "integer": "INTEGER",
    "bigint": "BIGINT",
    "real": "FLOAT",
    "double": "DOUBLE",
    "varchar": "VARCHAR",
    "varbinary": "BLOB",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "timestamp with time zone": "TIMESTAMP",
    "interval day to second": "BIGINT",
    "interval year to month": "BIGINT",
    "unknown": "INTEGER",
}


@dataclass(frozen=True, slots=True)
class Type:
    """`parameters`: precision and scale of a decimal; precision (and zone) of a timestamp; types of what it holds.

    Those of a row are pairs of a name, or None, and a type.
    """

    name: str
    parameters: tuple[Any, ...] = ()

    def __str__(self) -> str:
        if self.name == "timestamp with time zone":
            return f"timestamp({self.parameters[0]}) with time zone"
        if self.name == "row":
            fields = (f"{name} {kind}" if name else str(kind) for name, kind in self.parameters)
            return f"row({', '.join(fields)})"
        return f"{self.name}({','.join(map(str, self.parameters))})" if self.parameters else self.name

    @property
    def is_whole(self) -> bool:
        """Whether it is one of the whole numbers."""
        return self.name in WHOLE

    @property
    def is_number(self) -> bool:
        """Whether it can be reckoned with."""
        return self.name in _ORDER

    @property
    def is_floating(self) -> bool:
        """Whether it is a real or a double."""
        return self.name in ("real", "double")

    @property
    def zone(self) -> str:
        """Of a timestamp with time zone."""
        return str(self.parameters[1])


BOOLEAN, INTEGER, BIGINT = Type("boolean"), Type("integer"), Type("bigint")
DOUBLE, REAL, VARCHAR, VARBINARY = Type("double"), Type("real"), Type("varchar"), Type("varbinary")
DATE, UNKNOWN = Type("date"), Type("unknown")
DAY_TIME, YEAR_MONTH = Type("interval day to second"), Type("interval year to month")


def decimal(precision: int, scale: int) -> Type:
    """`decimal(p, s)`, p never above 38."""
    return Type("decimal", (min(MAX_PRECISION, precision), scale))


def timestamp(precision: int = 3) -> Type:
    """Without a zone."""
    return Type("timestamp", (precision,))


def zoned(zone: str, precision: int = 3) -> Type:
    """With a zone."""
    return Type("timestamp with time zone", (precision, zone))


def array(element: Type) -> Type:
    """Of one type."""
    return Type("array", (element,))


def map_of(key: Type, value: Type) -> Type:
    """From one type to another."""
    return Type("map", (key, value))


def as_decimal(kind: Type) -> Type:
    """The decimal that a whole number coerces to; a decimal is itself."""
    return decimal(_WIDTH[kind.name], 0) if kind.is_whole else kind


def duckdb_name(kind: Type) -> str:
    """How DuckDB holds it."""
    if kind.name == "decimal":
        return f"DECIMAL({kind.parameters[0]}, {kind.parameters[1]})"
    if kind.name == "array":
        return f"{duckdb_name(kind.parameters[0])}[]"
    if kind.name == "map":
        return f"MAP({duckdb_name(kind.parameters[0])}, {duckdb_name(kind.parameters[1])})"
    if kind.name == "row":
        fields = (f"f{place} {duckdb_name(inner)}" for place, (_, inner) in enumerate(kind.parameters))
        return f"STRUCT({', '.join(fields)})"
    return _DUCKDB[kind.name]


def coerces(given: Type, wanted: Type) -> bool:
    """Whether Trino takes a value of one type where another is wanted."""
    return common(given, wanted) == wanted


def common_of(kinds: list[Type]) -> Type | None:
    """The type that all of them coerce to; None when there is none."""
    return reduce(lambda left, right: left and right and common(left, right), kinds, UNKNOWN)  # type: ignore[arg-type, return-value]


def common(left: Type, right: Type) -> Type | None:
    """The type that both coerce to; None when there is none."""
    if left == right or right == UNKNOWN:
        return left
    if left == UNKNOWN:
        return right
    if left.is_number and right.is_number:
        return _number(left, right)
    if left.name == right.name and left.name in ("array", "map", "row"):
        return _nested(left, right)
    return _moment(left, right)


def _number(left: Type, right: Type) -> Type:
    if "decimal" in (left.name, right.name) and not left.is_floating and not right.is_floating:
        (left_precision, left_scale), (right_precision, right_scale) = (
            as_decimal(left).parameters,
            as_decimal(right).parameters,
        )
        scale = max(left_scale, right_scale)
        return decimal(max(left_precision - left_scale, right_precision - right_scale) + scale, scale)
    return max(left, right, key=lambda kind: _ORDER.index(kind.name))


def _nested(left: Type, right: Type) -> Type | None:
    if len(left.parameters) != len(right.parameters):
        return None
    if left.name == "row":
        kinds = [common(a, b) for (_, a), (_, b) in zip(left.parameters, right.parameters, strict=True)]
        names = [a if a == b else None for (a, _), (b, _) in zip(left.parameters, right.parameters, strict=True)]
        return None if None in kinds else Type("row", tuple(zip(names, kinds, strict=True)))
    inner = [common(a, b) for a, b in zip(left.parameters, right.parameters, strict=True)]
    return None if None in inner else Type(left.name, tuple(inner))


_MOMENTS = ("date", "timestamp", "timestamp with time zone")


def _moment(left: Type, right: Type) -> Type | None:
    """Of dates and timestamps; one without a zone becomes one of the session's, which is UTC."""
    if left.name not in _MOMENTS or right.name not in _MOMENTS:
        return None
    low, high = sorted((left, right), key=lambda kind: _MOMENTS.index(kind.name))
    if low.name == "date":
        return high if high.name == "timestamp" or high.zone == "UTC" else None
    precision = max(low.parameters[0], high.parameters[0])
    if high.name == "timestamp":
        return timestamp(precision)
    if (low.zone if low.name == high.name else "UTC") != high.zone:
        return None
    return zoned(high.zone, precision)
