"""What the sources of quotes share during one run: until when they may ask, and how their calls have failed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from lambdas.data_ingester.failures import policy_of
from lambdas.shared.log import counted_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from lambdas.shared.errors import QuoteError

METRIC = "FailedQuotes"


class Asking:
    """One a process; `begin` makes it that of another run. `monotonic` gives seconds."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._ends = 0.0
        self._failures: Counter[tuple[str, str]] = Counter()
        self._out: dict[str, QuoteError] = {}

    def begin(self, seconds: float) -> None:
        """Let calls begin for `seconds` from now on, and forget the run before."""
        self._ends = self._monotonic() + seconds
        self._failures.clear()
        self._out.clear()

    def seconds_left(self) -> float:
        """Return for how long calls may still begin; zero or less once none may."""
        return self._ends - self._monotonic()

    def may_ask(self) -> bool:
        """Return whether a call may begin."""
        return self.seconds_left() > 0

    def failed(self, provider: str, error: QuoteError) -> None:
        """Count one failure of a call, or of one symbol that a call brought no quote of."""
        self._failures[provider, policy_of(error).word] += 1

    def give_up(self, provider: str, error: QuoteError) -> None:
        """Ask a provider no more in this run, because of `error`."""
        self._out[provider] = error

    def given_up(self, provider: str) -> QuoteError | None:
        """Return why a provider is not asked any more; None while it is."""
        return self._out.get(provider)

    def metric_lines(self, at: datetime) -> Iterator[dict[str, Any]]:
        """Yield a log line for each provider and reason that calls failed for; each is a value of the metric."""
        for (provider, word), count in sorted(self._failures.items()):
            yield counted_line(at, METRIC, count, {"Provider": provider, "Reason": word})
