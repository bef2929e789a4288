"""Moves that never were: a spike of one bar, or a ramp of five, put into recorded bars at a random time. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from lambdas.shared.domain.event import PriceEvent

_PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of move: its name, and over how many bars it grows evenly to its size."""

    name: str
    bars: int


@dataclass(frozen=True, slots=True)
class Injection:
    """A move of `factor` - 1 that begins at the bar number `start`."""

    start: int
    factor: Decimal


SPIKE, RAMP = Shape("spike", 1), Shape("ramp", 5)
SIZES = {SPIKE: ("0.3", "0.5", "1.0"), RAMP: ("0.5", "1.0")}  # in per cent


def injections(chance: Random, starts: Sequence[int], size: str, count: int) -> list[Injection]:
    """Return moves of `size` per cent, up or down, each at a random one of the places `starts`."""
    share = Decimal(size) / 100
    return [Injection(chance.choice(starts), 1 + chance.choice((-1, 1)) * share) for _ in range(count)]


def injected(events: Sequence[PriceEvent], injection: Injection, shape: Shape) -> list[PriceEvent]:
    """Return the bars of the move, from its first to its last."""
    bars = events[injection.start : injection.start + shape.bars]
    growth = (injection.factor - 1) / shape.bars
    return [_moved(event, 1 + growth * (place + 1)) for place, event in enumerate(bars)]


def _moved(event: PriceEvent, factor: Decimal) -> PriceEvent:
    price = (event.price * factor).quantize(_PLACES, ROUND_HALF_EVEN)
    return replace(event, price=price, event_id=f"{event.event_id[:-1]}x")
