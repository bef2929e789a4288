"""What every provider of quotes holds: the use case over real HTTP against its stand-in, every fault included."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.fixtures.load import load
from finpulse_cli.standins.provider.conduct import Conduct
from finpulse_cli.standins.provider.faults import EVERY_SYMBOL, Fault, Faults, Rule
from finpulse_cli.standins.provider.tape import Tape
from finpulse_cli.standins.provider.throttle import Throttle
from lambdas.data_ingester.failures import POLICIES
from lambdas.data_ingester.ingest import Ingester, Summary
from lambdas.shared.domain.quote_time import ExchangeHours
from lambdas.shared.errors import DependencyError, ProviderUnreachableError
from tests.contract.quote_providers import KEY, NOW, PROVIDERS, Provider

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lambdas.shared.domain.event import PriceEvent
    from lambdas.shared.ports import Placed

MINUTE = NOW.replace(second=0)
SYMBOLS = ("AAPL", "MSFT", "TSLA")
FAILING = [fault for fault in Fault if fault is not Fault.DELAYED]
POLICY = {policy.word: policy for policy in POLICIES.values()}
UNREACHABLE = {policy.word for kind, policy in POLICIES.items() if issubclass(kind, ProviderUnreachableError)}

pytestmark = pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider.name)


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


def run(
    provider: Provider, tape: Tape, conduct: Conduct | None = None, now: datetime = NOW, socket_seconds: float = 5
) -> tuple[Summary, list[PriceEvent]]:
    """One run of the ingester against the stand-in."""
    stream = KeptStream()
    with provider.standing_in(tape, conduct, now, socket_seconds) as source:
        ingester = Ingester(SYMBOLS, source, stream, lambda: now, ExchangeHours.ALWAYS)
        return ingester.run(now.replace(second=0), lambda: True), stream.events


def showing(fault: Fault, symbol: str = EVERY_SYMBOL) -> Conduct:
    return Conduct(Faults({symbol: Rule(fault)}))


def test_every_symbol_is_quoted_at_the_current_minute_and_names_its_provider(provider: Provider, tape: Tape) -> None:
    summary, events = run(provider, tape)
    assert summary.as_dict() == {"put": 3, "repeated": 0, "failed": {}}
    assert [(event.symbol, event.timestamp, event.volume_kind, event.source) for event in events] == [
        (symbol, MINUTE, provider.volume_kind, provider.source) for symbol in SYMBOLS
    ]
    assert all(event.change_percent is not None for event in events)


@pytest.mark.parametrize(
    ("now", "session"),
    [
        (datetime(2026, 11, 21, 3, 15, tzinfo=UTC), date(2026, 11, 20)),  # an evening in New York
        (datetime(2026, 11, 21, 9, 0, tzinfo=UTC), date(2026, 11, 21)),  # a Saturday in Europe
        (datetime(2026, 11, 26, 16, 0, tzinfo=UTC), date(2026, 11, 26)),  # Thanksgiving
    ],
)
def test_prices_flow_at_any_hour(provider: Provider, now: datetime, session: date, tape: Tape) -> None:
    first, second = (run(provider, tape, now=at)[1] for at in (now, now + timedelta(minutes=1)))
    assert {(event.timestamp, event.session) for event in first} == {(now, session)}
    assert [event.price for event in first] != [event.price for event in second]


def test_all_providers_quote_the_same_prices_of_the_same_market(provider: Provider, tape: Tape) -> None:
    def prices(of: Provider) -> list[object]:
        return [(event.symbol, event.price, event.change_percent, event.session) for event in run(of, tape)[1]]

    assert prices(provider) == prices(PROVIDERS[0])


def test_the_next_minute_is_another_event(provider: Provider, tape: Tape) -> None:
    ids = {event.event_id for now in (NOW, NOW + timedelta(minutes=1)) for event in run(provider, tape, now=now)[1]}
    assert len(ids) == 6


@pytest.mark.parametrize("fault", FAILING)
def test_a_fault_of_one_symbol_is_reported_and_no_more_than_it_must_cost_is_lost(
    fault: Fault, provider: Provider, tape: Tape
) -> None:
    if provider.in_bulk and fault is not Fault.EMPTY:
        return  # one reply cannot be half refused
    word = provider.words[fault]
    summary, events = run(provider, tape, showing(fault, "MSFT"), socket_seconds=0.2)
    assert summary.failed["MSFT"].startswith(f"{word}: ")
    assert [event.symbol for event in events] == (["AAPL"] if POLICY[word].hits_all else ["AAPL", "TSLA"])
    assert KEY not in str(summary)


@pytest.mark.parametrize("fault", FAILING)
def test_a_fault_of_all_symbols_raises_only_if_the_provider_is_out_of_reach(
    fault: Fault, provider: Provider, tape: Tape
) -> None:
    word = provider.words[fault]
    if word in UNREACHABLE:
        with pytest.raises(DependencyError, match="no symbol could be quoted") as caught:
            run(provider, tape, showing(fault), socket_seconds=0.05)
        assert word in str(caught.value)
        assert KEY not in str(caught.value)
        return
    summary, events = run(provider, tape, showing(fault))
    assert events == []
    assert set(summary.failed) == set(SYMBOLS)
    assert all(reason.startswith(f"{word}: ") for reason in summary.failed.values())
    assert KEY not in str(summary)


def test_a_delayed_quote_has_the_time_that_it_was_of(provider: Provider, tape: Tape) -> None:
    summary, events = run(provider, tape, showing(Fault.DELAYED))
    assert summary.put == 3
    if not provider.in_bulk:  # whose rows have a time each
        assert {event.timestamp for event in events} == {MINUTE - timedelta(minutes=15)}


def test_a_limit_lets_the_first_calls_through(provider: Provider, tape: Tape) -> None:
    summary, events = run(provider, tape, Conduct(throttle=Throttle(per_day=2)))
    if provider.in_bulk:  # one call for all
        assert summary.failed == {}
        return
    assert [event.symbol for event in events] == ["AAPL", "MSFT"]
    assert summary.failed["TSLA"].startswith(f"{provider.words[Fault.DAILY_CAP]}: ")
