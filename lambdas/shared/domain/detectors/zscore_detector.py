"""`zscore` as a detector: a price against the 30 prices before it. See `lambdas.shared.domain.zscore`."""

from __future__ import annotations

import json
import math
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from lambdas.shared.domain.detectors.names import ZSCORE
from lambdas.shared.domain.detectors.scoring import Evidence, Limits
from lambdas.shared.domain.numbers import canonical
from lambdas.shared.domain.zscore import WINDOW_SIZE, PriceWindow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lambdas.shared.domain.event import PriceEvent

NAME = ZSCORE
VERSION = 1
LEAST_WINDOW, MOST_WINDOW = 10, 240  # prices


class ZScoreDetector:
    """Implements `scoring.Detector`; to be used within `exact_arithmetic`.

    A score is |z|; one of `quiet_up_to` or less is not worked out: that takes a root and a division, and to know that
    it is so small takes neither.
    """

    __slots__ = ("_limits", "_quiet_squared", "_window")

    name = NAME

    def __init__(self, quiet_up_to: float, high_above: float = math.inf, window: int = WINDOW_SIZE) -> None:
        self._limits = Limits(quiet_up_to, high_above)
        self._quiet_squared = Decimal(repr(quiet_up_to)) ** 2
        self._window = window

    def initial(self) -> PriceWindow:
        """Return a window without prices."""
        return PriceWindow((), self._window)

    def score(self, state: PriceWindow, event: PriceEvent) -> tuple[PriceWindow, float | None, Evidence | None]:
        """Return the window with the price, and |z| against the window without it; no score of a window not full."""
        price = event.price
        after = state.pushed(price)
        if not state.is_full or state.is_within(price, self._quiet_squared):
            return after, None, None
        score = state.score(price)
        return after, abs(score.z), Evidence(score, state.prices, self._limits)

    def write(self, state: PriceWindow) -> str:
        """Return the window as JSON."""
        return window_text(state.prices)

    def read(self, text: str) -> PriceWindow:
        """Return the window in a text, its newest prices where that was wider; ValueError for what is no window."""
        values = json.loads(text)
        if (
            not isinstance(values, dict)
            or values.get("version") != VERSION
            or not isinstance(values.get("prices"), str)
        ):
            raise ValueError(f"not a state of {NAME} of version {VERSION}: {text[:80]}")
        try:
            prices = tuple(map(Decimal, values["prices"].split()))
        except InvalidOperation as error:
            raise ValueError(f"not a window of prices: {text[:80]}") from error
        if len(prices) > MOST_WINDOW or not all(price.is_finite() and price > 0 for price in prices):
            raise ValueError(f"not a window of prices: {text[:80]}")
        return PriceWindow(prices, self._window)


def window_text(prices: Iterable[Decimal]) -> str:
    """Return prices, oldest first, as the text of a state."""
    return f'{{"version":{VERSION},"prices":"{" ".join(map(canonical, prices))}"}}'  # a third of the time of json.dumps
