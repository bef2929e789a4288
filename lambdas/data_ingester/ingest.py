"""The use case: ask for every symbol's quote and put what was quoted on the stream."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any, Protocol

from lambdas.data_ingester.failures import blocks_the_rest, not_asked, out_of_time, reason
from lambdas.shared.domain.event import PriceEvent, make_event
from lambdas.shared.domain.feed import LIVE
from lambdas.shared.domain.quote import Answer, Quote
from lambdas.shared.domain.quote_time import ExchangeHours, QuoteTime, quote_time
from lambdas.shared.domain.timestamps import floor_millisecond, format_timestamp
from lambdas.shared.errors import (
    DependencyError,
    ProviderUnreachableError,
    QuoteError,
    QuoteUnreadableError,
    SessionUnknownError,
)
from lambdas.shared.wire.event_json import MAX_AHEAD

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from lambdas.shared.ports import ClosingQuotes, EventStream


class QuoteSource(Protocol):
    """A source of quotes."""

    @property
    def symbols_per_call(self) -> int:
        """The largest number of symbols that one call may name."""

    def ask(self, symbols: Sequence[str]) -> Answer:
        """One call; raises `QuoteError` when it brought nothing for any of its symbols."""


@dataclass(frozen=True, slots=True)
class Summary:
    """The outcome of a run: events put on the stream, those put before, and why each of the other symbols has none."""

    put: int
    repeated: int
    failed: dict[str, str]

    def as_dict(self) -> dict[str, Any]:
        """Return the same as JSON-ready values."""
        return {"put": self.put, "repeated": self.repeated, "failed": self.failed}


@dataclass(frozen=True, slots=True)
class Ingester:
    """Quotes `symbols`, one call after the other: the provider limits calls a second.

    `put_before` is the id of each symbol's event that was put last, as long as the process lives. `closings` has the
    closing quotes that any process has put: a key whose quotes are a day old brings them all day long. They spare
    stream and lake the repeats; where one slips through, the event's id does the rest. `count` is told of quotes that
    came and cannot be events; what failed before that the source has counted.
    """

    symbols: Sequence[str]
    source: QuoteSource
    stream: EventStream
    clock: Callable[[], datetime]
    hours: ExchangeHours = ExchangeHours.NYSE
    put_before: dict[str, str] = field(default_factory=dict)
    count: Callable[[str, QuoteError], None] = lambda _provider, _error: None
    closings: ClosingQuotes | None = None

    def run(self, minute: datetime, may_ask: Callable[[], bool]) -> Summary:
        """Quote every symbol once; `minute` is the time of asking for quotes that carry none of their own.

        After the first call no further one starts once `may_ask` says no, so that there is time left to put what was
        quoted. Raises `DependencyError` when the stream fails, or when nothing could be quoted and the provider was
        out of reach: a later try may succeed, and the events' ids make it harmless.
        """
        answer = self._ask_for_all(may_ask)
        events, closing, failures = self._events(answer, minute)
        new = [event for event in events if self.put_before.get(event.symbol) != event.event_id]
        new = self._put_by_nobody(new, closing)
        if new:
            self.stream.put(new)
        self.put_before.update((event.symbol, event.event_id) for event in events)
        self._note([event for event in new if event.event_id in closing])
        failed = {symbol: reason(error) for symbol, error in failures.items()}
        if not answer.quotes and _any_unreachable(failures):
            raise DependencyError(f"no symbol could be quoted: {failed}")
        return Summary(len(new), len(events) - len(new), failed)

    def _put_by_nobody(self, events: list[PriceEvent], closing: Collection[str]) -> list[PriceEvent]:
        """Return the events but for closing quotes that another process has put."""
        sessions = {event.session for event in events if event.event_id in closing}
        if self.closings is None or not sessions:
            return events
        known = {event_id for session in sessions for event_id in self.closings.known(session)}
        return [event for event in events if event.event_id not in known]

    def _note(self, put: list[PriceEvent]) -> None:
        """Note closing quotes that are on the stream now."""
        if self.closings is None:
            return
        for session, events in groupby(sorted(put, key=_session), _session):
            self.closings.note(session, [event.event_id for event in events])

    def _events(self, answer: Answer, minute: datetime) -> tuple[list[PriceEvent], set[str], dict[str, QuoteError]]:
        """Return the events, the ids of those that are closing quotes, and what went wrong by symbol."""
        ingested_at = floor_millisecond(self.clock())
        events: list[PriceEvent] = []
        closing: set[str] = set()
        failures = dict(answer.failures)
        for symbol, quote in answer.quotes.items():
            try:
                quoted = _quoted(quote, minute, ingested_at, self.hours)
            except QuoteError as error:
                failures[symbol] = error
                self.count(quote.source, error)
                continue
            event = _event(quote, quoted, ingested_at)
            events.append(event)
            if quoted.is_closing:
                closing.add(event.event_id)
        return events, closing, failures

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


def _session(event: PriceEvent) -> date:
    return event.session


def _quoted(quote: Quote, minute: datetime, ingested_at: datetime, hours: ExchangeHours) -> QuoteTime:
    try:
        quoted = quote_time(quote, minute, hours)
    except SessionUnknownError as error:
        raise QuoteUnreadableError(str(error)) from None
    if quoted.timestamp > ingested_at + MAX_AHEAD:  # every consumer would quarantine it
        raise QuoteUnreadableError(
            f"the quote is stamped {format_timestamp(quoted.timestamp)} and came at {format_timestamp(ingested_at)}"
        )
    return quoted


def _event(quote: Quote, quoted: QuoteTime, ingested_at: datetime) -> PriceEvent:
    return make_event(
        feed=LIVE,
        source=quote.source,
        symbol=quote.symbol,
        price=quote.price,
        volume=quote.volume,
        volume_kind=quote.volume_kind,
        session=quoted.session,
        change_percent=quote.change_percent,
        timestamp=quoted.timestamp,
        ingested_at=ingested_at,
    )


def _any_unreachable(failures: Mapping[str, QuoteError]) -> bool:
    return any(isinstance(error, ProviderUnreachableError) for error in failures.values())
