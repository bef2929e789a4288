from __future__ import annotations

from decimal import Decimal

import pytest

from finpulse_cli.features.query.values import value_of
from lambdas.shared.query.execution import ResultColumn


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("bigint", "1200", 1200),
        ("decimal", "231.4200000001", Decimal("231.4200000001")),
        ("decimal", "42531559.0000000000", Decimal(42531559)),
        ("decimal", "0E-10", Decimal(0)),
        ("double", "1.5E7", Decimal(15_000_000)),
        ("double", "NaN", "NaN"),
        ("double", "Infinity", "Infinity"),
        ("double", "nonsense", "nonsense"),
        ("boolean", "true", True),
        ("boolean", "false", False),
        ("varchar", "007", "007"),
        ("varchar", None, None),
        ("bigint", None, None),
    ],
)
def test_texts_become_values_of_their_type(kind: str, text: str | None, value: object) -> None:
    found = value_of(ResultColumn("x", kind), text)
    assert found == value
    assert type(found) is type(value)
    assert "E" not in str(found)
