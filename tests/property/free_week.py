"""A week of the schedule's wake-ups on a plan: the real use cases on a virtual clock, a budget and turns in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from lambdas.data_ingester.ingest import Ingester
from lambdas.data_ingester.rounds import Rounds
from lambdas.data_ingester.scheduled import ScheduledIngester
from lambdas.shared.adapters.provider.metered_transport import MeteredTransport
from lambdas.shared.domain.quote import Answer, Quote
from lambdas.shared.domain.quote_time import ExchangeHours
from tests.doubles.request_budget import MemoryBudget, MemoryTurns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lambdas.shared.domain.event import PriceEvent
    from lambdas.shared.domain.plan import Plan
    from lambdas.shared.domain.request_count import RequestCount
    from lambdas.shared.ports import Placed

MINUTE = timedelta(minutes=1)
BEFORE = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass
class Market:
    """The world around the ingester: a provider that always answers, a stream, and what was asked when.

    Every wake-up may be a process of its own: only `budget` and `turns` outlive it.
    """

    plan: Plan
    symbols: Sequence[str]
    hours: ExchangeHours = ExchangeHours.NYSE
    symbols_per_call: int = 1
    step: timedelta = MINUTE
    now: datetime = BEFORE
    asked: dict[str, list[datetime]] = field(default_factory=dict)
    in_order: list[str] = field(default_factory=list)
    events: list[PriceEvent] = field(default_factory=list)
    used_up: list[RequestCount] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.budget, self.turns = MemoryBudget(self.plan), MemoryTurns()

    def wake(self, minute: datetime) -> None:
        """One wake-up by the schedule, in a new process."""
        self.now = minute
        rounds = Rounds(
            self.symbols, self.symbols_per_call, self.plan, self.hours, self.step, 1000, self.budget, self.turns
        )
        ingester = Ingester(self.symbols, self, self, lambda: self.now, self.hours)
        ScheduledIngester(rounds, ingester, lambda count, _: self.used_up.append(count)).run(minute, lambda: True)

    def wake_through(self, since: datetime, until: datetime) -> None:
        """Every wake-up of a stretch of time, the end not included."""
        for number in range((until - since) // self.step):
            self.wake(since + number * self.step)

    def get(self, _address: str, _headers: Mapping[str, str] | None = None) -> bytes:
        """The provider's end of the wire."""
        return b""

    def ask(self, symbols: Sequence[str]) -> Answer:
        """A call as a source makes it, metered where a transport is."""
        MeteredTransport(self, self.budget, lambda: self.now).get("")
        for symbol in symbols:
            self.asked.setdefault(symbol, []).append(self.now)
            self.in_order.append(symbol)
        return Answer({symbol: Quote(symbol, Decimal(100), Decimal(1), None, self.now) for symbol in symbols})

    def put(self, events: Iterable[PriceEvent]) -> list[Placed]:
        """The stream."""
        self.events.extend(events)
        return []

    @property
    def requests(self) -> list[datetime]:
        """The moments of all requests."""
        return self.budget.taken_at

    def waits(self, symbol: str) -> list[timedelta]:
        """How long a symbol waited from each asking to the next."""
        return [later - earlier for earlier, later in pairwise(self.asked[symbol])]
