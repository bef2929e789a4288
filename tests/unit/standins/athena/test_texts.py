"""Values and types as Athena's; tests/contract/test_lake_sql.py compares with the emulator."""

from __future__ import annotations

from decimal import Decimal

import pytest

from finpulse_cli.standins.athena.texts import athena_text, athena_type


@pytest.mark.parametrize(
    ("duck", "athena"),
    [
        ("DECIMAL(20,10)", "decimal"),
        ("HUGEINT", "bigint"),
        ("VARCHAR", "varchar"),
        ("TIMESTAMP WITH TIME ZONE", "timestamp"),
        ("STRUCT(a INTEGER)", "row"),
        ("INTERVAL", "varchar"),
    ],
)
def test_types(duck: str, athena: str) -> None:
    assert athena_type(duck) == athena


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, None), (True, "true"), (False, "false"), (1, "1"), (Decimal("1.50"), "1.50"), ("True", "True"), ("", "")],
)
def test_texts(value: object, text: str | None) -> None:
    assert athena_text(value) == text
