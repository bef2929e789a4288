from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.shared.wire.json_text import json_text

EXACT = st.decimals(allow_nan=False, allow_infinity=False, min_value=Decimal("-1e20"), max_value=Decimal("1e20"))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | EXACT,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("412.50", "412.5"),
        ("1E+3", "1000"),
        ("1E-7", "0.0000001"),
        ("-0", "0"),
        ("0.1", "0.1"),
        ("123456789012345.1234567891", "123456789012345.1234567891"),
    ],
)
def test_a_decimal_is_a_plain_number_with_all_its_digits(number: str, text: str) -> None:
    assert json_text({"price": Decimal(number)}) == f'{{"price":{text}}}'


def test_everything_else_is_ordinary_json() -> None:
    value = {"a": [1, True, None, 'say "é"'], "b": (Decimal(1), False), "c": {}}
    assert json_text(value) == r'{"a":[1,true,null,"say \"\u00e9\""],"b":[1,false],"c":{}}'


@pytest.mark.parametrize("value", [1.5, float("nan"), b"bytes", {1, 2}, object()])
def test_what_has_no_exact_json_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="no exact JSON for"):
        json_text({"deep": [value]})


@given(VALUES)
def test_reading_it_back_gives_the_same_value(value: object) -> None:
    assert json.loads(json_text(value), parse_float=Decimal) == value
