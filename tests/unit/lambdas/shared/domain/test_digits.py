from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.shared.domain.digits import shown

# The dashboard's tests read the same table.
TABLE = Path(__file__).parents[5] / "frontend" / "src" / "shared" / "format" / "digits.cases.json"
CASES: list[tuple[str, str]] = [(number, text) for number, text in json.loads(TABLE.read_text())]


@pytest.mark.parametrize(("number", "text"), CASES)
def test_numbers_are_shown_with_the_digits_of_their_size(number: str, text: str) -> None:
    assert shown(Decimal(number)) == text


@given(st.decimals(Decimal("-1e15"), Decimal("1e15"), places=10))
def test_what_is_shown_is_the_number_to_five_digits_or_two_decimals(number: Decimal) -> None:
    text = shown(number)
    step = min(Decimal("0.01"), Decimal(1).scaleb(number.adjusted() - 4)) if number else Decimal(0)
    assert abs(Decimal(text) - number) <= step / 2
    assert len(text.partition(".")[2]) >= 2
    assert text == shown(Decimal(text))
