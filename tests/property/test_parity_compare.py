"""Parity finds nothing where nothing differs, and any one thing that does."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from finpulse_cli.features.parity.compare import compare_part, same

NAMES = st.text(alphabet="abc._", min_size=1, max_size=3)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.text(max_size=3),
    st.binary(max_size=3),
)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=6
)
ITEMS = st.dictionaries(NAMES, VALUES, max_size=4)
TABLES = st.dictionaries(st.tuples(NAMES, NAMES), ITEMS, max_size=5)


@given(TABLES)
def test_a_set_differs_from_itself_in_nothing(table: dict[Any, Any]) -> None:
    part = compare_part("x", table, deepcopy(table), expected=table.keys())
    assert (part.a, part.b, part.differences) == (len(table), len(table), ())


@given(TABLES, st.data())
def test_any_one_changed_field_is_found(table: dict[Any, Any], data: st.DataObject) -> None:
    fields = [(key, name) for key, item in table.items() for name in item]
    assume(fields)
    key, name = data.draw(st.sampled_from(fields))
    value = data.draw(VALUES)
    assume(not same(value, table[key][name]))
    changed = deepcopy(table)
    changed[key][name] = value
    for a, b in ((table, changed), (changed, table)):
        [difference] = compare_part("x", a, b).differences
        assert difference.key == key
        assert {path[: len(name)] for path in {*(difference.a or {}), *(difference.b or {})}} == {name}


@given(TABLES, st.data())
def test_any_one_field_or_item_that_is_gone_is_found(table: dict[Any, Any], data: st.DataObject) -> None:
    assume(table)
    key = data.draw(st.sampled_from(sorted(table)))
    without = {other: item for other, item in table.items() if other != key}
    assert [entry.key for entry in compare_part("x", table, without).differences] == [key]
    assert [entry.key for entry in compare_part("x", without, without, expected=table).differences] == [key]
    if table[key]:
        name = data.draw(st.sampled_from(sorted(table[key])))
        less = {**table, key: {other: value for other, value in table[key].items() if other != name}}
        assert [entry.key for entry in compare_part("x", less, table).differences] == [key]


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4), st.integers(min_value=0, max_value=6))
def test_zeros_behind_a_number_mean_nothing(number: Decimal, zeros: int) -> None:
    longer = Decimal(f"{number:f}" + "0" * zeros) if "." in f"{number:f}" else number
    assert same(number, longer)
