"""A source that asks again where that may help, a little later each time."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambdas.data_ingester.failures import policy_of
from lambdas.shared.errors import QuoteError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    from lambdas.data_ingester.asking import Asking
    from lambdas.data_ingester.ingest import QuoteSource
    from lambdas.shared.domain.quote import Answer

TRIES = 3
FIRST_PAUSE_SECONDS = 1.0  # doubled from try to try; an exceeded limit on calls a second is over by then


@dataclass(frozen=True, slots=True)
class RetryingSource:
    """Asks `source` up to three times, as long as the run has time, and counts each failure under `provider`.

    Every try is a call and costs one of the day's requests, so only failures are tried again that pass by themselves.
    """

    provider: str
    source: QuoteSource
    asking: Asking
    random: Random
    sleep: Callable[[float], None] = time.sleep

    @property
    def symbols_per_call(self) -> int:
        """As the source says."""
        return self.source.symbols_per_call

    def ask(self, symbols: Sequence[str]) -> Answer:
        """Return the answer of the first try that brings one; raises the last one's `QuoteError`."""
        for tried in range(1, TRIES):
            try:
                return self._ask(symbols)
            except QuoteError as error:
                pause = self._pause_seconds(tried)
                if not policy_of(error).comes_again or pause >= self.asking.seconds_left():
                    raise
            self.sleep(pause)
        return self._ask(symbols)

    def _ask(self, symbols: Sequence[str]) -> Answer:
        try:
            answer = self.source.ask(symbols)
        except QuoteError as error:
            self.asking.failed(self.provider, error)
            raise
        for failure in answer.failures.values():
            self.asking.failed(self.provider, failure)
        return answer

    def _pause_seconds(self, tried: int) -> float:
        """Return how long to wait after so many tries: between one and one and a half times the doubled pause.

        The jitter keeps functions that failed together from asking together.
        """
        return float(FIRST_PAUSE_SECONDS * 2 ** (tried - 1) * (1 + self.random.random() / 2))
