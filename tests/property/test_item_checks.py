"""The overlay's checks of DynamoDB items answer what the emulator's own answer, for items of any form."""

from __future__ import annotations

import copy
from importlib import import_module
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from finpulse_cli.targets.embedded.overlay.items import Items

EMULATED: Any = import_module("ministack.services.dynamodb")
ITEMS = Items(EMULATED)

texts = st.text(max_size=5) | st.sampled_from(["x" * 1025, "x" * 2049, "ü" * 600])
numbers = st.sampled_from(["1", "1.0", "-0.50", "1e3", " 1", "1_0", "NaN", "", "1e200", "1e-140", "9" * 39, "0" * 50])
scalars: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.fixed_dictionaries({"S": texts | st.integers()}),
    st.fixed_dictionaries({"N": numbers | st.integers() | st.decimals().map(str)}),
    st.fixed_dictionaries({"BOOL": st.booleans() | st.none()}),
    st.fixed_dictionaries({"NULL": st.booleans()}),
    st.fixed_dictionaries({"B": st.sampled_from(["", "YWJj"])}),
    st.fixed_dictionaries({"SS": st.lists(texts, max_size=3)}),
    st.fixed_dictionaries({"NS": st.lists(numbers, max_size=3)}),
    st.sampled_from([{}, {"S": "a", "N": "1"}, {"X": "a"}]),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.fixed_dictionaries({"M": st.dictionaries(texts, inner, max_size=3)}),
        st.fixed_dictionaries({"L": st.lists(inner, max_size=3)}),
    ),
    max_leaves=6,
)
items = st.dictionaries(st.sampled_from(["pk", "sk", "a", "ü"]), values, max_size=4)


def nested(depth: int) -> dict[str, Any]:
    value: dict[str, Any] = {"S": "x"}
    for _ in range(depth):
        value = {"M": {"m": value}}
    return value


@given(items)
@example({"a": nested(31)})
@example({"a": nested(32)})
@example({"a": {"S": "x" * 409_599}})
@example({"a": {"S": "x" * 409_600}})
@example({"pk": {"S": ""}, "sk": {"N": "1.0"}})
def test_an_item_is_accepted_refused_and_rewritten_alike(item: dict[str, Any]) -> None:
    ours, theirs = copy.deepcopy(item), copy.deepcopy(item)
    assert ITEMS.validate(ours, "pk", "sk") == EMULATED._validate_item(theirs, "pk", "sk")
    assert ours == theirs


@given(items)
def test_an_item_has_the_same_size(item: dict[str, Any]) -> None:
    def told(measure: Any) -> object:
        try:
            return measure(item)
        except Exception as error:  # noqa: BLE001 - a value of no type at all fails alike
            return type(error)

    assert told(ITEMS.item_bytes) == told(EMULATED._item_size_bytes)


@given(st.lists(values, max_size=3), st.booleans())
def test_values_are_refused_alike(found: list[dict[str, Any]], envelope: bool) -> None:
    assert ITEMS.values_error(found, envelope) == EMULATED._values_error_response(found, envelope)


def test_a_batch_forgets_what_it_found_when_it_ends() -> None:
    items_ = Items(EMULATED)
    items_._write_batch = lambda data: [items_.validate(item, "pk", None) for item in data]
    item = {"pk": {"S": "a"}}
    assert items_.write_batch([item, item]) == [None, None]
    item["pk"]["S"] = ""
    assert items_.validate(item, "pk", None) is not None
