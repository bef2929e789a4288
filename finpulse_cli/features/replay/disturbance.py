"""What may be done to a replay while it is put and drained, from outside of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from finpulse_cli.features.replay.parallel_put import LANES
from lambdas.shared.domain.event import PriceEvent
from lambdas.shared.ports import Placed

Put = Callable[[Sequence[PriceEvent]], Sequence[Placed]]


def _as_it_is(put: Put) -> Put:
    return put


def _nothing() -> None:
    return None


@dataclass(frozen=True, slots=True)
class Disturbance:
    """`around` changes how events are put, over so many `lanes`; `settle` returns when nothing is to come again."""

    lanes: int = LANES
    around: Callable[[Put], Put] = _as_it_is
    settle: Callable[[], None] = _nothing


UNDISTURBED = Disturbance()
