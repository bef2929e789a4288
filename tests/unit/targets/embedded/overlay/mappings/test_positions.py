"""How far a mapping has read, and which shards it is to read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from finpulse_cli.targets.embedded.overlay.mappings.positions import (
    BEGINNING,
    END,
    Lane,
    is_drained,
    lane_of,
    lanes_at,
    order,
    readable,
    unfinished,
)


def lanes(*after: str) -> list[Lane]:
    return [{"after": it} for it in after]


def test_positions_are_in_the_order_of_the_shard() -> None:
    assert sorted([END, "10", BEGINNING, "9"], key=order) == [BEGINNING, "9", "10", END]


@given(st.text(), st.integers(1, 10))
def test_a_key_has_one_lane(key: str, count: int) -> None:
    assert 0 <= lane_of(key, count) < count
    assert lane_of(key, count) == lane_of(key, count)


def test_lanes_go_on_where_each_was() -> None:
    kept = lanes("9", "10")
    assert lanes_at(kept, 2) == kept


def test_another_number_of_lanes_begins_at_the_least() -> None:
    assert lanes_at(lanes("9", "10", END), 2) == lanes("9", "9")
    assert lanes_at(None, 3) == lanes(BEGINNING, BEGINNING, BEGINNING)


def test_a_shard_is_drained_when_every_lane_is_at_its_end() -> None:
    assert is_drained(lanes(END, END))
    assert not is_drained(lanes(END, "9"))
    assert not is_drained(None)
    assert unfinished(lanes(END, "9"), 2) == [1]


def test_children_wait_for_their_parents() -> None:
    parents = {"0": (), "1": ("0",), "2": ("0",), "3": ("1", "2")}
    assert readable(parents, {"0": lanes("9")}) == ["0"]
    assert readable(parents, {"0": lanes(END)}) == ["1", "2"]
    assert readable(parents, {"0": lanes(END), "1": lanes(END)}) == ["2"]
    assert readable(parents, {"0": lanes(END), "1": lanes(END), "2": lanes(END)}) == ["3"]


def test_a_parent_that_the_stream_has_forgotten_is_not_waited_for() -> None:
    assert readable({"1": ("0",)}, {}) == ["1"]
