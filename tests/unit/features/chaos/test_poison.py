"""Bad records between good ones."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.features.chaos.poison import KINDS, POISON, PoisonedPut, poisons
from lambdas.shared.ports import Placed
from lambdas.shared.wire.event_json import decode_record
from tests.factories import SHARD, price_event, price_run

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lambdas.shared.domain.event import PriceEvent

EVENTS = price_run(range(100, 600))


def drawn(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - faults, not secrets


@pytest.mark.parametrize("kind", KINDS)
def test_no_consumer_can_use_one(kind: Callable[[PriceEvent], bytes]) -> None:
    decoded = decode_record(kind(price_event()))
    assert decoded.events == ()
    assert all(decoded.reasons)
    assert decoded.reasons


def test_the_seed_alone_chooses_them() -> None:
    chosen = poisons(EVENTS, 0.05, drawn(1))
    assert chosen == poisons(EVENTS, 0.05, drawn(1)) != poisons(EVENTS, 0.05, drawn(2))
    assert 10 <= len(chosen) <= 45


def test_each_is_put_once_before_its_event() -> None:
    stream: list[str] = []

    def placed(name: str) -> Placed:
        stream.append(name)
        return Placed(name, SHARD, str(len(stream)))

    def put(events: Sequence[PriceEvent]) -> list[Placed]:
        return [placed(event.event_id) for event in events]

    first, second, third = EVENTS[:3]
    poisoned = PoisonedPut(put, lambda _series, _data: placed(POISON), {first.event_id: b"x", third.event_id: b"y"})
    answers = poisoned([first, second]) + poisoned([third, first])
    assert stream == [POISON, first.event_id, second.event_id, POISON, third.event_id, first.event_id]
    assert [it.event_id for it in answers] == stream
