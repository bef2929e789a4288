"""What may be done to a replay while it is put and drained, from outside of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from finpulse_cli.features.replay.parallel_put import LANES
from finpulse_cli.features.replay.stall import STALLED_AFTER
from lambdas.shared.domain.event import PriceEvent
from lambdas.shared.ports import Placed

if TYPE_CHECKING:
    from datetime import timedelta

    from finpulse_cli.features.replay.drain import SentRecord

Put = Callable[[Sequence[PriceEvent]], Sequence[Placed]]


def _as_it_is(put: Put) -> Put:
    return put


def _nothing() -> None:
    return None


def _no_records(_events: Sequence[PriceEvent]) -> Sequence[SentRecord]:
    return ()


@dataclass(frozen=True, slots=True)
class Disturbance:
    """`around` changes how events are put, over so many `lanes`; `settle` returns when nothing is to come again.

    `on_the_way` is called after events were handed to the lanes, on the thread of who reads the stack; it returns
    records that it put itself. The replay has stalled when no consumer moves for `stalled_after`.
    """

    lanes: int = LANES
    around: Callable[[Put], Put] = _as_it_is
    on_the_way: Callable[[Sequence[PriceEvent]], Sequence[SentRecord]] = _no_records
    settle: Callable[[], None] = _nothing
    stalled_after: timedelta = STALLED_AFTER


UNDISTURBED = Disturbance()
