"""A place in time, and a source, that nobody else uses: what parity finds there can only be its own.

docs/decisions/parity.md says why the days lie in the last century.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import FailedError, UsageError
from finpulse_cli.features.replay.events import SOURCE_PREFIX
from lambdas.shared.domain.event import VolumeKind, make_event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from finpulse_cli.features.replay.plan import Plan
    from lambdas.shared.domain.event import PriceEvent

LAST_DAY = date(1999, 12, 31)  # Alpha Vantage's intraday history begins the day after
DAYS = 10_000
TRIES = 50
_NAME_LENGTH = 64  # what an event's source may hold behind its prefix


def place(plan: Plan, now: datetime, is_untouched: Callable[[Plan], bool]) -> Plan:
    """The plan, kept at its recorded times of day, on a day where `is_untouched` finds nothing of anybody's.

    Raises UsageError for a recording that cannot be compared, FailedError when no day is free.
    """
    _require_bars(plan)
    source = own_source(plan.name, now)
    for day in islice(days_for(now), TRIES):
        placed = moved_to(plan, day, source)
        if is_untouched(placed):
            return placed
    raise FailedError(
        f"every one of {TRIES} days in the last century holds prices already", "run the same command again"
    )


def own_source(name: str, now: datetime) -> str:
    """`replay:parity-20261120T143100Z-flash-crash`: event ids, detector series and alerts of this run alone."""
    return SOURCE_PREFIX + f"parity-{now:%Y%m%dT%H%M%SZ}-{name}"[:_NAME_LENGTH]


def days_for(now: datetime) -> Iterator[date]:
    """All the days there are for parity, another one first at each second."""
    second = int(now.timestamp())
    for step in range(DAYS):
        yield LAST_DAY - timedelta(days=(second + step) % DAYS)


def moved_to(plan: Plan, day: date, source: str) -> Plan:
    """The plan with its last event on `day` and all of them of `source`; the times of day stay."""
    shift = timedelta(days=(day - plan.events[-1].timestamp.date()).days)
    return replace(plan, events=tuple(_moved(event, shift, source) for event in plan.events), shift=plan.shift + shift)


def _moved(event: PriceEvent, shift: timedelta, source: str) -> PriceEvent:
    return make_event(
        source=source,
        symbol=event.symbol,
        price=event.price,
        volume=event.volume,
        volume_kind=event.volume_kind,
        change_percent=event.change_percent,
        timestamp=event.timestamp + shift,
        ingested_at=event.ingested_at,
    )


def _require_bars(plan: Plan) -> None:
    """What a running total adds to a candle depends on the totals before it, whoever brought them."""
    if any(event.volume_kind is VolumeKind.DAY_TOTAL for event in plan.events):
        raise UsageError(
            f"{plan.name} holds quotes with a running total of the day's volume, which no target counts alone",
            "compare a fixture of TIME_SERIES_INTRADAY replies, such as flash-crash",
        )
