"""A provider's source of quotes that answers as a test says."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from lambdas.shared.domain.event import Source
from lambdas.shared.domain.quote import Answer, Quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lambdas.shared.errors import QuoteError

MOMENT = datetime(2026, 11, 20, 14, 31, tzinfo=UTC)


def quote(symbol: str, source: Source = Source.ALPHA_VANTAGE) -> Quote:
    """A quote of a provider."""
    return Quote(symbol, Decimal("231.5"), Decimal(100), None, MOMENT, source=source)


class ScriptedSource:
    """Fails its calls with `errors` one after the other (None: answers), then answers; `bad` fail in an answer."""

    def __init__(
        self,
        errors: Iterable[QuoteError | None] = (),
        *,
        bad: Mapping[str, QuoteError] | None = None,
        symbols_per_call: int = 1,
        source: Source = Source.ALPHA_VANTAGE,
    ) -> None:
        self._errors = iter(errors)
        self._bad = bad or {}
        self._source = source
        self.symbols_per_call = symbols_per_call
        self.calls: list[list[str]] = []

    def ask(self, symbols: Sequence[str]) -> Answer:
        """Answer or fail, as scripted."""
        self.calls.append([*symbols])
        error = next(self._errors, None)
        if error is not None:
            raise error
        answer = Answer(failures={symbol: self._bad[symbol] for symbol in symbols if symbol in self._bad})
        answer.quotes.update((symbol, quote(symbol, self._source)) for symbol in symbols if symbol not in self._bad)
        return answer
