"""A week of GLOBAL_QUOTE as a provider answers it by the minute, Thanksgiving and the half day after it included."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from lambdas.data_ingester.ingest import Ingester
from lambdas.shared.adapters.alpha_vantage.global_quote import parse_global_quote
from lambdas.shared.adapters.provider.reply import json_object
from lambdas.shared.domain.quote import Answer
from lambdas.shared.domain.sessions import Session, last_session_closed_by, session_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from lambdas.shared.domain.event import PriceEvent
    from lambdas.shared.domain.quote_time import ExchangeHours
    from lambdas.shared.ports import Placed

SYMBOL = "AAPL"
FIRST = datetime(2026, 11, 22, 0, 0, tzinfo=UTC)  # a Sunday
MINUTES = [FIRST + timedelta(minutes=number) for number in range(8 * 24 * 60)]
CRASH = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def price_in(session: Session, moment: datetime) -> Decimal:
    """A price that swings by 0.6 % in twenty minutes, opens each day 0.3 % higher, and crashes once for a minute."""
    level = 100 + Decimal("0.3") * (session.day - FIRST.date()).days
    swing = abs(((moment - session.opens_at) // MINUTE + 5) % 20 - 10) - 5
    crash = Decimal("0.97") if moment == CRASH else 1
    return (level * (1 + Decimal("0.0012") * swing) * crash).quantize(Decimal("0.0001"))


def prompt(moment: datetime) -> bytes:
    """The reply of a plan with real-time quotes: the running session, else the last close."""
    session = session_at(moment)
    if session is not None:
        return _reply(session, moment)
    closed = last_session_closed_by(moment)
    return _reply(closed, closed.closes_at)


def at_the_close(moment: datetime) -> bytes:
    """The reply of a free key: the last close, an hour after it."""
    closed = last_session_closed_by(moment - timedelta(hours=1))
    return _reply(closed, closed.closes_at)


def delayed(moment: datetime) -> bytes:
    """The reply of a plan with delayed quotes."""
    return prompt(moment - timedelta(minutes=15)).replace(
        b'"Global Quote"', b'"Global Quote - DATA DELAYED BY 15 MINUTES"'
    )


@dataclass
class Week:
    """The stream of a week: what each minute's run of the ingester put on it."""

    by_minute: dict[datetime, list[PriceEvent]] = field(default_factory=dict)

    @property
    def stream(self) -> list[PriceEvent]:
        return [event for minute in MINUTES for event in self.by_minute[minute]]

    def without_repeats(self) -> list[PriceEvent]:
        """The first event of each id."""
        return list({event.event_id: event for event in reversed(self.stream)}.values())[::-1]


def polled(provider: Callable[[datetime], bytes], hours: ExchangeHours, is_one_process: bool) -> Week:
    """Ask every minute of the week, in one process or in a new one each time."""
    week = Week()
    known: dict[str, str] = {}
    for minute in MINUTES:
        stream = _Stream()
        memory = known if is_one_process else {}
        ingester = Ingester((SYMBOL,), _Source(provider(minute)), stream, lambda at=minute: at, hours, memory)  # type: ignore[misc]
        assert ingester.run(minute, lambda: True).failed == {}
        week.by_minute[minute] = stream.events
    return week


@dataclass
class _Source:
    reply: bytes
    symbols_per_call: int = 1

    def ask(self, symbols: Sequence[str]) -> Answer:
        return Answer({symbol: parse_global_quote(json_object(self.reply), symbol) for symbol in symbols})


@dataclass
class _Stream:
    events: list[PriceEvent] = field(default_factory=list)

    def put(self, events: Iterable[PriceEvent]) -> list[Placed]:
        self.events.extend(events)
        return []


def _reply(session: Session, moment: datetime) -> bytes:
    members = {
        "01. symbol": SYMBOL,
        "05. price": str(price_in(session, moment)),
        "06. volume": str(1000 * (1 + (moment - session.opens_at) // MINUTE)),
        "07. latest trading day": str(session.day),
        "10. change percent": "0.3000%",
    }
    return json.dumps({"Global Quote": members}).encode()
