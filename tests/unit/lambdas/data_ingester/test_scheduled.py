"""What a wake-up asks for, and that it ends in time, on a virtual clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

import pytest

from lambdas.data_ingester.asking import Asking
from lambdas.data_ingester.chain import Link, ProviderChain
from lambdas.data_ingester.handler import ASKING_SHARE
from lambdas.data_ingester.ingest import Ingester, Summary
from lambdas.data_ingester.retries import RetryingSource
from lambdas.data_ingester.rounds import Rounds
from lambdas.data_ingester.scheduled import NOTHING, ScheduledIngester
from lambdas.shared.adapters.provider.metered_transport import MeteredTransport
from lambdas.shared.adapters.provider.transport import ANSWER_SECONDS, SOCKET_SECONDS
from lambdas.shared.domain.event import Source
from lambdas.shared.domain.plan import Plan
from lambdas.shared.domain.quote import Answer, Quote
from lambdas.shared.domain.quote_time import ExchangeHours
from lambdas.shared.domain.spreading import Turn
from lambdas.shared.errors import ProviderTimeoutError, QuotaUsedUpError
from tests.doubles.request_budget import MemoryBudget, MemoryTurns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lambdas.shared.domain.event import PriceEvent
    from lambdas.shared.domain.request_count import RequestCount
    from lambdas.shared.ports import Placed

OPENING = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
TIMEOUT_SECONDS = 55  # terraform/functions.tf
SYMBOLS = tuple(f"S{number}" for number in range(500))


@dataclass
class World:
    """Provider, stream and clock. A call takes `seconds`, and the one of the page `failing` as long as it may."""

    plan: Plan
    symbols: Sequence[str] = SYMBOLS
    symbols_per_call: int = 100
    seconds: float = 1.0
    failing: int | None = None
    elapsed: float = 0.0
    calls: list[Sequence[str]] = field(default_factory=list)
    events: list[PriceEvent] = field(default_factory=list)
    used_up: list[RequestCount] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.budget, self.turns = MemoryBudget(self.plan), MemoryTurns()

    def now(self) -> datetime:
        return OPENING + timedelta(seconds=self.elapsed)

    def ask(self, symbols: Sequence[str]) -> Answer:
        MeteredTransport(self, self.budget, self.now).get("")
        self.calls.append(symbols)
        if self.failing == len(self.calls) - 1:
            self.elapsed += SOCKET_SECONDS + ANSWER_SECONDS
            raise ProviderTimeoutError("Alpha Vantage's answer took too long")
        self.elapsed += self.seconds
        return Answer({symbol: Quote(symbol, Decimal(100), Decimal(1), None, OPENING) for symbol in symbols})

    def get(self, _address: str, _headers: Mapping[str, str] | None = None) -> bytes:
        return b""

    def put(self, events: Iterable[PriceEvent]) -> list[Placed]:
        self.events.extend(events)
        return []

    def wake(self, minute: datetime = OPENING) -> Summary:
        rounds = Rounds(
            self.symbols,
            self.symbols_per_call,
            self.plan,
            ExchangeHours.NYSE,
            MINUTE,
            50,
            self.budget,
            self.turns,
        )
        run = Asking(lambda: self.elapsed)
        run.begin(TIMEOUT_SECONDS * ASKING_SHARE)
        source = RetryingSource(Source.ALPHA_VANTAGE, self, run, Random(1), self.sleep)  # noqa: S311 - spreads calls
        ingester = Ingester(self.symbols, ProviderChain([Link("alpha_vantage", source)], run), self, self.now)
        scheduled = ScheduledIngester(rounds, ingester, lambda count, _: self.used_up.append(count))
        return scheduled.run(minute, run.may_ask)

    def sleep(self, seconds: float) -> None:
        self.elapsed += seconds


@pytest.mark.parametrize("failing", [None, 0, 2, 4])
def test_500_symbols_on_premium_are_five_calls_in_time_though_one_of_them_hangs(failing: int | None) -> None:
    world = World(Plan(requests_per_minute=600), failing=failing)
    summary = world.wake()
    assert [len(symbols) for symbols in world.calls] == [100] * 5
    assert (summary.put, len(summary.failed)) == ((500, 0) if failing is None else (400, 100))
    assert world.elapsed < TIMEOUT_SECONDS / 2
    assert world.turns.turn == Turn()  # nothing is kept where nothing is spread


def test_a_quota_that_somebody_else_spends_meanwhile_ends_the_asking_but_not_the_putting() -> None:
    world = World(Plan(requests_per_minute=600))
    for _ in range(598):
        world.budget.take(OPENING)
    summary = world.wake()
    assert (len(world.calls), summary.put) == (2, 200)
    assert summary.failed["S200"] == "throttled: the plan's 600 requests a minute are used up"


def test_a_used_up_day_is_reported_and_nothing_asked() -> None:
    world = World(Plan(daily_requests=1), symbols_per_call=1)
    assert world.wake().put == 1
    assert world.wake(OPENING + MINUTE) == NOTHING
    assert [(count.used, count.limit) for count in world.used_up] == [(1, 1)]
    assert len(world.calls) == 1


def test_a_run_that_lost_its_turn_to_another_asks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(Plan(daily_requests=25), symbols_per_call=1)
    monkeypatch.setattr(world.turns, "read", Turn)
    assert world.wake().put == 1
    assert world.wake() == NOTHING
    assert len(world.calls) == 1


def test_a_metered_call_that_is_not_allowed_is_not_made() -> None:
    world = World(Plan(daily_requests=1))
    transport = MeteredTransport(world, world.budget, world.now)
    transport.get("")
    with pytest.raises(QuotaUsedUpError):
        transport.get("")
    assert world.budget.count(OPENING).used == 1
