"""The ingester's use case against the stand-in provider, in one process: every fault, over real HTTP."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.fixtures.load import load
from finpulse_cli.standins.alpha_vantage.api import Api
from finpulse_cli.standins.alpha_vantage.faults import Fault, Faults
from finpulse_cli.standins.alpha_vantage.quotes import Tape
from finpulse_cli.standins.alpha_vantage.server import StandIn
from finpulse_cli.standins.alpha_vantage.throttle import Throttle
from lambdas.data_ingester.ingest import Ingester, Summary
from lambdas.shared.adapters.alpha_vantage.address import endpoint
from lambdas.shared.adapters.alpha_vantage.client import AlphaVantageClient
from lambdas.shared.adapters.alpha_vantage.pace import Pace
from lambdas.shared.adapters.alpha_vantage.sources import BulkQuotes, GlobalQuotes
from lambdas.shared.adapters.alpha_vantage.transport import HttpTransport
from lambdas.shared.domain.event import PriceEvent, VolumeKind
from lambdas.shared.domain.quote_time import ExchangeHours
from lambdas.shared.errors import DependencyError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lambdas.shared.ports import Placed

KEY = "Q7W8E9R1T2Y3U4I5"
NOW = datetime(2026, 11, 20, 14, 31, 20, tzinfo=UTC)
MINUTE = NOW.replace(second=0)
SYMBOLS = ("AAPL", "MSFT", "TSLA")

WORDS = {
    Fault.NOTE: "throttled: ",
    Fault.DAILY_CAP: "throttled: ",
    Fault.BURST: "throttled: ",
    Fault.PREMIUM: "rejected: ",
    Fault.ERROR_MESSAGE: "rejected: ",
    Fault.EMPTY: "rejected: ",
    Fault.HTTP_500: "unreachable: ",
    Fault.TIMEOUT: "unreachable: ",
    Fault.NOT_JSON: "unreadable: ",
}
SOURCES = [GlobalQuotes, BulkQuotes]


class ConstantKey:
    """A key that never changes."""

    def value(self) -> str:
        return KEY

    def refresh(self) -> str:
        return KEY


class KeptStream:
    """Keeps what is put."""

    def __init__(self) -> None:
        self.events: list[PriceEvent] = []

    def put(self, events: Iterable[PriceEvent]) -> list[Placed]:
        self.events.extend(events)
        return []


@pytest.fixture(scope="module")
def tape() -> Tape:
    return Tape.of(load("market-day"))


@contextmanager
def standing_in(api: Api, now: datetime = NOW) -> Iterator[str]:
    """The address of a stand-in server that runs until the block ends."""
    with StandIn(0, api, "market-day", lambda: now) as server:
        yield f"http://127.0.0.1:{server.server_port}"


def run(
    source: type[GlobalQuotes | BulkQuotes], api: Api, now: datetime = NOW, socket_seconds: float = 5
) -> tuple[Summary, list[PriceEvent]]:
    """One run of the ingester against the stand-in."""
    stream = KeptStream()
    with standing_in(api, now) as url:
        pace = Pace(0, lambda: 0.0, lambda _: None)
        client = AlphaVantageClient(endpoint(url), ConstantKey(), HttpTransport(socket_seconds), pace)
        ingester = Ingester(SYMBOLS, source(client), stream, lambda: now, ExchangeHours.ALWAYS)
        return ingester.run(now.replace(second=0), lambda: True), stream.events


@pytest.mark.parametrize("source", SOURCES)
def test_every_symbol_is_quoted_at_the_current_minute(source: type[GlobalQuotes | BulkQuotes], tape: Tape) -> None:
    summary, events = run(source, Api(tape))
    assert summary.as_dict() == {"put": 3, "repeated": 0, "failed": {}}
    assert [(event.symbol, event.timestamp, event.volume_kind) for event in events] == [
        (symbol, MINUTE, VolumeKind.DAY_TOTAL) for symbol in SYMBOLS
    ]
    assert all(event.change_percent is not None for event in events)


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize(
    ("now", "session"),
    [
        (datetime(2026, 11, 21, 3, 15, tzinfo=UTC), date(2026, 11, 20)),  # an evening in New York
        (datetime(2026, 11, 21, 9, 0, tzinfo=UTC), date(2026, 11, 21)),  # a Saturday in Europe
        (datetime(2026, 11, 26, 16, 0, tzinfo=UTC), date(2026, 11, 26)),  # Thanksgiving
    ],
)
def test_prices_flow_at_any_hour(
    source: type[GlobalQuotes | BulkQuotes], now: datetime, session: date, tape: Tape
) -> None:
    first, second = (run(source, Api(tape), at)[1] for at in (now, now + timedelta(minutes=1)))
    assert {(event.timestamp, event.session) for event in first} == {(now, session)}
    for before, after in zip(first, second, strict=True):
        assert after.volume > before.volume
    assert [event.price for event in first] != [event.price for event in second]


def test_both_functions_quote_the_same(tape: Tape) -> None:
    assert run(GlobalQuotes, Api(tape))[1] == run(BulkQuotes, Api(tape))[1]


@pytest.mark.parametrize("source", SOURCES)
def test_the_next_minute_is_another_event(source: type[GlobalQuotes | BulkQuotes], tape: Tape) -> None:
    ids = {event.event_id for now in (NOW, NOW + timedelta(minutes=1)) for event in run(source, Api(tape), now)[1]}
    assert len(ids) == 6


@pytest.mark.parametrize("fault", Fault)
def test_a_fault_of_one_symbol_is_reported_and_no_more_than_it_must_cost_is_lost(fault: Fault, tape: Tape) -> None:
    summary, events = run(GlobalQuotes, Api(tape, Faults({"MSFT": fault})), socket_seconds=0.2)
    assert summary.failed["MSFT"].startswith(WORDS[fault])
    throttled = WORDS[fault] == "throttled: "
    assert [event.symbol for event in events] == (["AAPL"] if throttled else ["AAPL", "TSLA"])
    assert KEY not in str(summary)


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("fault", Fault)
def test_a_fault_of_all_symbols_raises_only_if_the_provider_is_out_of_reach(
    fault: Fault, source: type[GlobalQuotes | BulkQuotes], tape: Tape
) -> None:
    api = Api(tape, Faults({"*": fault}))
    if WORDS[fault] == "unreachable: ":
        with pytest.raises(DependencyError, match="no symbol could be quoted"):
            run(source, api, socket_seconds=0.05)
        return
    summary, events = run(source, api)
    assert events == []
    assert set(summary.failed) == set(SYMBOLS)
    assert all(reason.startswith(WORDS[fault]) for reason in summary.failed.values())
    assert KEY not in str(summary)


def test_a_daily_quota_lets_the_first_calls_through(tape: Tape) -> None:
    summary, events = run(GlobalQuotes, Api(tape, throttle=Throttle(per_day=2)))
    assert [event.symbol for event in events] == ["AAPL", "MSFT"]
    assert summary.failed == {"TSLA": "throttled: Alpha Vantage's daily quota is used up"}
