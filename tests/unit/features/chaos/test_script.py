"""The order in which events are put."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from finpulse_cli.features.chaos.script import scripted
from finpulse_cli.features.chaos.spec import Spec
from tests.factories import price_event

if TYPE_CHECKING:
    from lambdas.shared.domain.event import PriceEvent

EVENTS = [
    price_event(100 + minute, seconds=60 * minute, symbol=symbol)
    for minute in range(60)
    for symbol in ("AAPL", "MSFT", "TSLA")
]


def drawn(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - faults, not secrets


def places(events: tuple[PriceEvent, ...]) -> dict[str, int]:
    return {event.event_id: place for place, event in reversed(list(enumerate(events)))}


@given(st.integers(0, 1000), st.integers(0, 30), st.floats(0, 1), st.floats(0, 1))
def test_every_event_is_put_once_or_twice(seed: int, reorder: int, late: float, duplicate: float) -> None:
    spec = Spec("", reorder=reorder, late=late, duplicate=duplicate)
    counts = Counter(event.event_id for event in scripted(EVENTS, spec, drawn(seed)))
    assert counts.keys() == {event.event_id for event in EVENTS}
    assert set(counts.values()) <= {1, 2}


def test_without_a_fault_the_order_stays() -> None:
    assert scripted(EVENTS, Spec(""), drawn(1)) == tuple(EVENTS)


def test_the_seed_alone_decides() -> None:
    spec = Spec("", reorder=20, late=0.05, duplicate=0.05)
    assert scripted(EVENTS, spec, drawn(1)) == scripted(EVENTS, spec, drawn(1))
    assert scripted(EVENTS, spec, drawn(1)) != scripted(EVENTS, spec, drawn(2))


def test_another_fault_leaves_the_draws_alone() -> None:
    repeated = [
        {name for name, count in Counter(it.event_id for it in scripted(EVENTS, spec, drawn(1))).items() if count > 1}
        for spec in (Spec("", duplicate=0.05), Spec("", duplicate=0.05, late=0.2, reorder=9))
    ]
    assert repeated[0] == repeated[1] != set()


@given(st.integers(0, 1000), st.integers(1, 30))
def test_an_event_moves_by_less_than_the_window(seed: int, window: int) -> None:
    found = places(scripted(EVENTS, Spec("", reorder=window), drawn(seed)))
    moved = [abs(found[event.event_id] - place) for place, event in enumerate(EVENTS)]
    assert max(moved) < window
    assert window < 5 or max(moved) > 0


def test_one_late_event_is_behind_newer_ones() -> None:
    found = scripted(EVENTS, Spec("", late=0.02), drawn(3))
    newest: dict[str, PriceEvent] = {}
    behind = 0
    for event in found:
        if event.series in newest and newest[event.series].timestamp > event.timestamp:
            behind += 1
        else:
            newest[event.series] = event
    assert 1 <= behind <= 12
