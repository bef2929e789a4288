"""Values that several items have in common."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from finpulse_cli.targets.embedded.overlay.shared_values import sharing

Item = dict[str, dict[str, Any]]
NONE: Any = object()


def setting(kept: list[Item], places: int = 1 << 10) -> Any:
    def keep(_table: Any, _pk: Any, _sk: Any, item: Item) -> str:
        kept.append(item)
        return "what stood there"

    return sharing(keep, places)


def test_texts_and_numbers_are_held_once() -> None:
    kept: list[Item] = []
    set_item = setting(kept)
    for price in ("1.5", "1.6"):
        assert set_item(NONE, NONE, NONE, {"feed": {"S": "live"}, "price": {"N": price}}) == "what stood there"
    one, other = kept
    assert one["feed"] is other["feed"]
    assert (one["price"], other["price"]) == ({"N": "1.5"}, {"N": "1.6"})


def test_a_text_and_a_number_that_look_alike_stay_what_they_are() -> None:
    kept: list[Item] = []
    setting(kept)(NONE, NONE, NONE, {"a": {"S": "1"}, "b": {"N": "1"}, "c": {"S": "1"}})
    assert kept == [{"a": {"S": "1"}, "b": {"N": "1"}, "c": {"S": "1"}}]


def test_what_is_changed_in_its_place_is_nobody_elses() -> None:
    kept: list[Item] = []
    set_item = setting(kept)
    for _ in range(2):
        set_item(NONE, NONE, NONE, {"set": {"SS": ["a"]}, "list": {"L": [{"S": "a"}]}, "map": {"M": {"x": {"S": "a"}}}})
    one, other = kept
    assert all(one[name] is not other[name] for name in one)


values = st.one_of(
    st.sampled_from("abc").map(lambda text: {"S": text}),
    st.integers(0, 3).map(lambda number: {"N": str(number)}),
    st.booleans().map(lambda truth: {"BOOL": truth}),
    st.just({"NULL": True}),
    st.lists(st.sampled_from("ab"), max_size=2).map(lambda members: {"SS": members}),
)


@given(items=st.lists(st.dictionaries(st.sampled_from("xyz"), values), max_size=8), places=st.sampled_from([1, 2, 64]))
def test_items_are_what_they_were(items: list[Item], places: int) -> None:
    kept: list[Item] = []
    set_item = setting(kept, places)
    expected = copy.deepcopy(items)
    for item in items:
        set_item(NONE, NONE, NONE, item)
    assert kept == expected
