"""`zscore` as a detector: a price against the 30 prices before it. See `lambdas.shared.domain.zscore`."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from lambdas.shared.domain.detectors.scoring import Evidence
from lambdas.shared.domain.numbers import canonical
from lambdas.shared.domain.zscore import WINDOW_SIZE, PriceWindow

if TYPE_CHECKING:
    from lambdas.shared.domain.event import PriceEvent

NAME = "zscore"


class ZScoreDetector:
    """Implements `scoring.Detector`; to be used within `exact_arithmetic`.

    A score is |z|; one of `quiet_up_to` or less is not worked out: that takes a root and a division, and to know that
    it is so small takes neither.
    """

    __slots__ = ("_quiet_squared",)

    name = NAME

    def __init__(self, quiet_up_to: float) -> None:
        self._quiet_squared = Decimal(quiet_up_to) ** 2

    def initial(self) -> PriceWindow:
        """Return a window without prices."""
        return PriceWindow(())

    def score(self, state: PriceWindow, event: PriceEvent) -> tuple[PriceWindow, float | None, Evidence | None]:
        """Return the window with the price, and |z| against the window without it; no score of a window not full."""
        price = event.price
        after = state.pushed(price)
        if not state.is_full or state.is_within(price, self._quiet_squared):
            return after, None, None
        score = state.score(price)
        return after, abs(score.z), Evidence(score, state.prices)

    def write(self, state: PriceWindow) -> str:
        """Return the prices, oldest first, with blanks between."""
        return " ".join(map(canonical, state.prices))

    def read(self, text: str) -> PriceWindow:
        """Return the window of the prices in a text; ValueError for what is no window of prices."""
        try:
            prices = tuple(map(Decimal, text.split()))
        except InvalidOperation as error:
            raise ValueError(f"not a window of prices: {text[:80]}") from error
        if len(prices) > WINDOW_SIZE or not all(price.is_finite() and price > 0 for price in prices):
            raise ValueError(f"not a window of prices: {text[:80]}")
        return PriceWindow(prices)
