"""Quotes: what a provider says about symbols, before it becomes events."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from lambdas.shared.domain.event import Source, VolumeKind

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal

    from lambdas.shared.errors import QuoteError


@dataclass(frozen=True, slots=True)
class Quote:
    """One symbol's quote, as the provider gives it: when it was quoted is for `quote_time` to say.

    `volume` is the day's running total; where the provider names none it is zero of the kind `interval`, which adds
    nothing and leaves the totals before and after it alone. `timestamp` is aware UTC, None if the reply has none; then
    the quote is `delay` older than the reply. `trading_day` is the day that the reply names, if it does.
    `extended_hours` says that the price was traded outside the regular session, `source` which provider gave it.
    """

    symbol: str
    price: Decimal
    volume: Decimal
    change_percent: Decimal | None
    timestamp: datetime | None
    volume_kind: VolumeKind = VolumeKind.DAY_TOTAL
    trading_day: date | None = None
    delay: timedelta = timedelta(0)
    extended_hours: bool = False
    source: Source = Source.ALPHA_VANTAGE


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome of one call: every symbol asked for is in `quotes` or in `failures`, never in both."""

    quotes: dict[str, Quote] = field(default_factory=dict)
    failures: dict[str, QuoteError] = field(default_factory=dict)
