"""The use case on fakes of the provider and the stream."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from lambdas.data_ingester.ingest import Ingester, Summary
from lambdas.shared.domain.event import VolumeKind
from lambdas.shared.domain.quote import Answer, Quote
from lambdas.shared.errors import (
    DependencyError,
    KeyRejectedError,
    ProviderUnreachableError,
    QuoteError,
    QuoteRejectedError,
    QuoteThrottledError,
    QuoteUnreadableError,
)
from tests.doubles.closing_quotes import MemoryClosings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lambdas.shared.domain.event import PriceEvent
    from lambdas.shared.ports import Placed

MINUTE = datetime(2026, 11, 20, 14, 31, tzinfo=UTC)
NOW = datetime(2026, 11, 20, 14, 31, 7, 123_456, tzinfo=UTC)
SYMBOLS = ("AAPL", "MSFT", "TSLA")


DAY = date(2026, 11, 20)


def quote(symbol: str, timestamp: datetime | None = None, trading_day: date = DAY) -> Quote:
    change = Decimal("0.6522")
    return Quote(symbol, Decimal("231.5"), Decimal(41_250_000), change, timestamp, trading_day=trading_day)


class FakeSource:
    """Fails for the symbols (of a page: the first) in `errors`; quotes the rest at `timestamp`."""

    def __init__(
        self,
        errors: Mapping[str, QuoteError] | None = None,
        symbols_per_call: int = 1,
        timestamp: datetime | None = None,
        trading_day: date = DAY,
    ) -> None:
        self._errors = errors or {}
        self._symbols_per_call = symbols_per_call
        self._timestamp = timestamp
        self._trading_day = trading_day
        self.calls: list[list[str]] = []

    @property
    def symbols_per_call(self) -> int:
        return self._symbols_per_call

    def ask(self, symbols: Sequence[str]) -> Answer:
        self.calls.append(list(symbols))
        if self._symbols_per_call == 1 and symbols[0] in self._errors:
            raise self._errors[symbols[0]]
        return Answer(
            quotes={
                symbol: quote(symbol, self._timestamp, self._trading_day)
                for symbol in symbols
                if symbol not in self._errors
            },
            failures={symbol: self._errors[symbol] for symbol in symbols if symbol in self._errors},
        )


class FakeStream:
    """Keeps what is put, or fails."""

    def __init__(self, error: Exception | None = None) -> None:
        self._error = error
        self.events: list[PriceEvent] = []

    def put(self, events: Iterable[PriceEvent]) -> list[Placed]:
        if self._error:
            raise self._error
        self.events.extend(events)
        return []


def run(
    source: FakeSource, stream: FakeStream | None = None, may_ask: Sequence[bool] = ()
) -> tuple[Summary, FakeStream]:
    stream = stream or FakeStream()
    answers = iter([*may_ask, *[True] * len(SYMBOLS)])
    ingester = Ingester(SYMBOLS, source, stream, clock=lambda: NOW)
    return ingester.run(MINUTE, lambda: next(answers)), stream


def test_every_symbol_is_quoted_by_a_call_of_its_own_and_put_in_order() -> None:
    source = FakeSource()
    summary, stream = run(source)
    assert summary.as_dict() == {"put": 3, "repeated": 0, "failed": {}}
    assert source.calls == [["AAPL"], ["MSFT"], ["TSLA"]]
    assert [event.symbol for event in stream.events] == list(SYMBOLS)


def test_an_event_is_a_running_total_of_the_live_source_at_the_scheduled_minute() -> None:
    _, stream = run(FakeSource())
    event = stream.events[0]
    assert (event.feed, event.source, event.session) == ("live", "alpha_vantage", DAY)
    assert (event.volume_kind, event.timestamp) == (VolumeKind.DAY_TOTAL, MINUTE)
    assert (event.price, event.volume, event.change_percent) == (
        Decimal("231.5"),
        Decimal(41_250_000),
        Decimal("0.6522"),
    )
    assert event.ingested_at == datetime(2026, 11, 20, 14, 31, 7, 123_000, tzinfo=UTC)


def test_a_quote_that_has_a_time_keeps_it() -> None:
    moment = datetime(2026, 11, 20, 14, 30, 58, 250_000, tzinfo=UTC)
    _, stream = run(FakeSource(timestamp=moment))
    assert {event.timestamp for event in stream.events} == {moment}


def test_the_same_minute_again_makes_the_same_ids() -> None:
    ids = [[event.event_id for event in run(FakeSource())[1].events] for _ in range(2)]
    assert ids[0] == ids[1]


def test_a_closing_quote_is_put_once_however_often_it_is_asked_for() -> None:
    stream = FakeStream()
    ingester = Ingester(SYMBOLS, FakeSource(trading_day=date(2026, 11, 19)), stream, clock=lambda: NOW)
    summaries = [ingester.run(MINUTE + timedelta(minutes=number), lambda: True) for number in range(3)]
    assert [(summary.put, summary.repeated) for summary in summaries] == [(3, 0), (0, 3), (0, 3)]
    assert {(event.timestamp, event.session) for event in stream.events} == {
        (datetime(2026, 11, 19, 21, tzinfo=UTC), date(2026, 11, 19))
    }


def test_a_closing_quote_is_put_once_whichever_process_asks_for_it() -> None:
    stream, closings = FakeStream(), MemoryClosings()
    summaries = []
    for number in range(3):
        source = FakeSource(trading_day=date(2026, 11, 19))
        ingester = Ingester(SYMBOLS, source, stream, clock=lambda: NOW, closings=closings)
        summaries.append(ingester.run(MINUTE + timedelta(minutes=number), lambda: True))
    assert [(summary.put, summary.repeated) for summary in summaries] == [(3, 0), (0, 3), (0, 3)]
    assert closings.ids == {date(2026, 11, 19): {event.event_id for event in stream.events}}


def test_a_process_looks_once_for_a_closing_quote_that_it_knows() -> None:
    closings = MemoryClosings()
    ingester = Ingester(
        SYMBOLS, FakeSource(trading_day=date(2026, 11, 19)), FakeStream(), clock=lambda: NOW, closings=closings
    )
    for _ in range(3):
        ingester.run(MINUTE, lambda: True)
    assert closings.asked == 1


def test_quotes_of_the_session_are_none_of_its_closing_quotes() -> None:
    closings = MemoryClosings()
    ingester = Ingester(SYMBOLS, FakeSource(), FakeStream(), clock=lambda: NOW, closings=closings)
    assert ingester.run(MINUTE, lambda: True).put == 3
    assert (closings.ids, closings.asked) == ({}, 0)


def test_a_closing_quote_that_the_stream_refused_is_not_noted() -> None:
    closings = MemoryClosings()
    source = FakeSource(trading_day=date(2026, 11, 19))
    ingester = Ingester(SYMBOLS, source, FakeStream(DependencyError("shard")), clock=lambda: NOW, closings=closings)
    with pytest.raises(DependencyError):
        ingester.run(MINUTE, lambda: True)
    assert closings.ids == {}


def test_what_the_stream_refused_is_put_the_next_time() -> None:
    stream = FakeStream()
    broken = Ingester(SYMBOLS, FakeSource(), FakeStream(DependencyError("shard")), clock=lambda: NOW)
    with pytest.raises(DependencyError):
        broken.run(MINUTE, lambda: True)
    mended = Ingester(SYMBOLS, FakeSource(), stream, clock=lambda: NOW, put_before=broken.put_before)
    assert mended.run(MINUTE, lambda: True).put == 3


def test_a_quote_from_the_future_is_refused_and_reported() -> None:
    summary, stream = run(FakeSource(timestamp=NOW + timedelta(minutes=5, milliseconds=1)))
    assert stream.events == []
    assert summary.failed["AAPL"] == (
        "unreadable: the quote is stamped 2026-11-20T14:36:07.124Z and came at 2026-11-20T14:31:07.123Z"
    )


def test_clocks_may_be_five_minutes_apart() -> None:
    summary, _ = run(FakeSource(timestamp=NOW.replace(microsecond=123_000) + timedelta(minutes=5)))
    assert (summary.put, summary.failed) == (3, {})


@pytest.mark.parametrize(
    ("trading_day", "words"),
    [(date(2026, 11, 21), "still to come"), (date(1999, 12, 31), "outside the exchange's calendar")],
)
def test_a_trading_day_that_cannot_be_is_refused_and_reported(trading_day: date, words: str) -> None:
    summary, stream = run(FakeSource(trading_day=trading_day))
    assert stream.events == []
    assert summary.failed["AAPL"].startswith("unreadable: ")
    assert words in summary.failed["AAPL"]


@pytest.mark.parametrize(
    "error", [QuoteRejectedError("unknown"), QuoteUnreadableError("html"), ProviderUnreachableError("reset")]
)
def test_one_symbols_failure_does_not_cost_the_others(error: QuoteError) -> None:
    summary, stream = run(FakeSource({"AAPL": error}))
    assert summary.put == 2
    assert list(summary.failed) == ["AAPL"]
    assert [event.symbol for event in stream.events] == ["MSFT", "TSLA"]


@pytest.mark.parametrize(
    ("error", "word"), [(QuoteThrottledError("quota"), "throttled"), (KeyRejectedError("key"), "key_rejected")]
)
def test_what_hits_every_symbol_ends_the_asking_but_not_the_putting(error: QuoteError, word: str) -> None:
    source = FakeSource({"MSFT": error})
    summary, stream = run(source)
    assert source.calls == [["AAPL"], ["MSFT"]]
    assert [event.symbol for event in stream.events] == ["AAPL"]
    assert summary.failed == {"MSFT": f"{word}: {error}", "TSLA": f"{word}: not asked any more after: {error}"}


def test_a_run_that_was_throttled_from_the_start_does_not_raise() -> None:
    summary, stream = run(FakeSource({"AAPL": QuoteThrottledError("quota")}))
    assert summary.put == 0
    assert set(summary.failed) == set(SYMBOLS)
    assert stream.events == []


def test_a_bulk_source_is_asked_in_pages_and_reports_each_symbol() -> None:
    source = FakeSource({"MSFT": QuoteRejectedError("left out")}, symbols_per_call=2)
    summary, stream = run(source)
    assert source.calls == [["AAPL", "MSFT"], ["TSLA"]]
    assert summary.failed == {"MSFT": "rejected: left out"}
    assert [event.symbol for event in stream.events] == ["AAPL", "TSLA"]


def test_when_time_runs_out_the_rest_is_not_asked_and_the_quotes_are_put() -> None:
    source = FakeSource()
    summary, stream = run(source, may_ask=[True, False])
    assert source.calls == [["AAPL"], ["MSFT"]]
    assert [event.symbol for event in stream.events] == ["AAPL", "MSFT"]
    assert summary.failed["TSLA"].startswith("unreachable: not asked")


def test_the_first_call_is_made_in_any_case() -> None:
    source = FakeSource()
    run(source, may_ask=[False])
    assert source.calls == [["AAPL"]]


def test_a_provider_out_of_reach_raises_so_that_the_schedule_tries_again() -> None:
    source = FakeSource(dict.fromkeys(SYMBOLS, ProviderUnreachableError("refused")))
    with pytest.raises(DependencyError, match=r"no symbol could be quoted: .*'TSLA': 'unreachable: refused'"):
        run(source)
    assert len(source.calls) == 3


def test_nothing_quoted_for_other_reasons_does_not_raise() -> None:
    summary, _ = run(FakeSource(dict.fromkeys(SYMBOLS, QuoteUnreadableError("html"))))
    assert summary.put == 0


def test_a_failing_stream_raises() -> None:
    with pytest.raises(DependencyError, match="shard"):
        run(FakeSource(), FakeStream(DependencyError("shard")))


def test_a_failing_secret_store_raises() -> None:
    class Failing(FakeSource):
        def ask(self, symbols: Sequence[str]) -> Answer:
            raise DependencyError(f"no key to ask for {symbols}")

    with pytest.raises(DependencyError, match="no key"):
        run(Failing())
