"""The clock on the tape: forward through the bars, then backward, so that the price never jumps where the lap ends."""

from __future__ import annotations


def lap(count: int) -> int:
    """How many minutes it takes to go through `count` bars and back, until the first one is due again."""
    return max(1, 2 * count - 2)


def indexes(minute: int, count: int) -> list[int]:
    """The bars that have played in the current lap, in order; the last one plays in this `minute` (since any origin).

    In the next minute the list is one longer, or the lap is over and it is `[0]`.
    """
    return [_index(step, count) for step in range(minute % lap(count) + 1)]


def index(minute: int, count: int) -> int:
    """The bar that plays in `minute`; that of the next minute is at most one away."""
    return _index(minute % lap(count), count)


def _index(step: int, count: int) -> int:
    return step if step < count else lap(count) - step
