"""The clock on the tape: forward through the bars, then backward, so that the price never jumps where the lap ends."""

from __future__ import annotations


def lap(count: int) -> int:
    """Return how many minutes it takes to go through `count` bars and back, until the first one is due again."""
    return max(1, 2 * count - 2)


def index(minute: int, count: int) -> int:
    """Return the bar that plays in `minute`; that of the next minute is at most one away."""
    step = minute % lap(count)
    return step if step < count else lap(count) - step
