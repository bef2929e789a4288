"""The use case: ask for every symbol's quote and put what was quoted on the stream."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from lambdas.data_ingester.failures import blocks_the_rest, not_asked, out_of_time, reason
from lambdas.shared.domain.event import LIVE_SOURCE, PriceEvent, VolumeKind, make_event
from lambdas.shared.domain.quote import Answer, Quote
from lambdas.shared.domain.timestamps import floor_millisecond
from lambdas.shared.errors import DependencyError, ProviderUnreachableError, QuoteError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from lambdas.shared.ports import EventStream


class QuoteSource(Protocol):
    """Where quotes come from."""

    @property
    def symbols_per_call(self) -> int:
        """How many symbols one call may name."""

    def ask(self, symbols: Sequence[str]) -> Answer:
        """One call; raises `QuoteError` when it brought nothing for any of its symbols."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did: events put on the stream, and why each of the other symbols has none."""

    put: int
    failed: dict[str, str]

    def as_dict(self) -> dict[str, Any]:
        """The same as JSON-ready values."""
        return {"put": self.put, "failed": self.failed}


@dataclass(frozen=True, slots=True)
class Ingester:
    """Quotes `symbols`, one call after the other: the provider limits calls a second."""

    symbols: Sequence[str]
    source: QuoteSource
    stream: EventStream
    clock: Callable[[], datetime]

    def run(self, minute: datetime, may_ask: Callable[[], bool]) -> Summary:
        """Quotes every symbol once; `minute` is the time of quotes that carry none of their own.

        After the first call no further one starts once `may_ask` says no, so that there is time left to put what was
        quoted. Raises `DependencyError` when the stream fails, or when nothing could be quoted and the provider was
        out of reach: a later try may succeed, and the events' ids make it harmless.
        """
        answer = self._ask_for_all(may_ask)
        ingested_at = floor_millisecond(self.clock())
        if answer.quotes:
            self.stream.put([_event(quote, minute, ingested_at) for quote in answer.quotes.values()])
        failed = {symbol: reason(error) for symbol, error in answer.failures.items()}
        if not answer.quotes and _any_unreachable(answer.failures):
            raise DependencyError(f"no symbol could be quoted: {failed}")
        return Summary(len(answer.quotes), failed)

    def _ask_for_all(self, may_ask: Callable[[], bool]) -> Answer:
        total = Answer()
        hindrance: QuoteError | None = None
        for place, page in enumerate(_pages(self.symbols, self.source.symbols_per_call)):
            if hindrance is None and place and not may_ask():
                hindrance = out_of_time()
            if hindrance is not None:
                total.failures.update(dict.fromkeys(page, hindrance))
                continue
            try:
                answer = self.source.ask(page)
            except QuoteError as error:
                answer = Answer(failures=dict.fromkeys(page, error))
                hindrance = not_asked(error) if blocks_the_rest(error) else None
            total.quotes.update(answer.quotes)
            total.failures.update(answer.failures)
        return total


def _pages(symbols: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(symbols), size):
        yield symbols[start : start + size]


def _event(quote: Quote, minute: datetime, ingested_at: datetime) -> PriceEvent:
    return make_event(
        source=LIVE_SOURCE,
        symbol=quote.symbol,
        price=quote.price,
        volume=quote.volume,
        volume_kind=VolumeKind.DAY_TOTAL,
        change_percent=quote.change_percent,
        timestamp=minute if quote.timestamp is None else quote.timestamp,
        ingested_at=ingested_at,
    )


def _any_unreachable(failures: Mapping[str, QuoteError]) -> bool:
    return any(isinstance(error, ProviderUnreachableError) for error in failures.values())
