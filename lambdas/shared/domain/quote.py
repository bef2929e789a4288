"""Quotes: what a provider says about symbols, before it becomes events."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from lambdas.shared.errors import QuoteError


@dataclass(frozen=True, slots=True)
class Quote:
    """One symbol's quote. `volume` is the day's running total; `timestamp` is aware UTC, None if the reply has none."""

    symbol: str
    price: Decimal
    volume: Decimal
    change_percent: Decimal | None
    timestamp: datetime | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What one call brought: every symbol asked for is in `quotes` or in `failures`, never in both."""

    quotes: dict[str, Quote] = field(default_factory=dict)
    failures: dict[str, QuoteError] = field(default_factory=dict)
