"""Values as Athena's texts."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from finpulse_cli.standins.athena.dialect.types import (
    BIGINT,
    BOOLEAN,
    DATE,
    DAY_TIME,
    DOUBLE,
    REAL,
    VARBINARY,
    VARCHAR,
    YEAR_MONTH,
    Type,
    array,
    decimal,
    map_of,
    timestamp,
    zoned,
)
from finpulse_cli.standins.athena.texts import athena_text, athena_type

NOON = datetime.fromisoformat("2026-11-26T14:30:00.250")


@pytest.mark.parametrize(
    ("kind", "shown"), [(decimal(20, 10), "decimal"), (REAL, "float"), (zoned("UTC"), "timestamp with time zone")]
)
def test_types(kind: Type, shown: str) -> None:
    assert athena_type(kind) == shown


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (None, BIGINT, None),
        (True, BOOLEAN, "true"),
        (-7, BIGINT, "-7"),
        ("True", VARCHAR, "True"),
        ("", VARCHAR, ""),
        (Decimal("0E-10"), decimal(20, 10), "0.0000000000"),
        (Decimal("1.50"), decimal(3, 2), "1.50"),
        (1e20, DOUBLE, "1.0E20"),
        (1.5e7, DOUBLE, "1.5E7"),
        (9999999.5, DOUBLE, "9999999.5"),
        (100.0, DOUBLE, "100.0"),
        (0.001, DOUBLE, "0.001"),
        (1.25e-7, DOUBLE, "1.25E-7"),
        (-0.0, DOUBLE, "-0.0"),
        (float("nan"), DOUBLE, "NaN"),
        (float("-inf"), DOUBLE, "-Infinity"),
        (0.10000000149011612, REAL, "0.1"),
        (float("inf"), REAL, "Infinity"),
        (date(2026, 11, 26), DATE, "2026-11-26"),
        (NOON, timestamp(0), "2026-11-26 14:30:00.250"),
        (NOON, timestamp(6), "2026-11-26 14:30:00.250000"),
        (NOON, zoned("UTC"), "2026-11-26 14:30:00.250 UTC"),
        (NOON, zoned("-05:00"), "2026-11-26 09:30:00.250 -05:00"),
        (NOON, zoned("America/New_York"), "2026-11-26 09:30:00.250 America/New_York"),
        (b"abc", VARBINARY, "61 62 63"),
        (183_600_001, DAY_TIME, "2 03:00:00.001"),
        (-60_000, DAY_TIME, "-0 00:01:00.000"),
        (-31, YEAR_MONTH, "-2-7"),
        ([Decimal("270.1000000000"), None], array(decimal(20, 10)), "[270.1000000000, null]"),
        ({"a": 1.5}, map_of(VARCHAR, DOUBLE), "{a=1.5}"),
        ({"f0": 1, "f1": None}, Type("row", ((None, BIGINT), ("b", VARCHAR))), "{field0=1, b=null}"),
    ],
)
def test_texts(value: object, kind: Type, text: str | None) -> None:
    assert athena_text(value, kind) == text
