"""The lake as a fixture: an archived day, or whatever events a query finds there.

Events keep the order in which they came. Their source becomes `replay:lake-<day>`, or `replay:lake-query`; one that
was itself replayed adds its fixture (`replay:lake-2026-11-20-flash-crash`), so that series stay as they were: the
detector never scores a live price against a replayed one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import UsageError, act
from finpulse_cli.features.replay.events import SOURCE_PREFIX
from finpulse_cli.features.replay.plan import Plan
from finpulse_cli.features.replay.rebase import Rebase, shift_of
from lambdas.shared.domain.event import LIVE_SOURCE, PriceEvent, VolumeKind, make_event
from lambdas.shared.domain.feed import feed_of
from lambdas.shared.domain.timestamps import parse_timestamp
from lambdas.shared.errors import RecordError
from lambdas.shared.query.catalogue import TABLE, days_between
from lambdas.shared.wire.event_json import decode_event, encode_event

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, timedelta

    from lambdas.shared.query.execution import QueryRows

MOST_EVENTS = 1_000_000
NEEDED = ("symbol", "price", "volume", "volume_kind", "timestamp")
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_NAME_LENGTH = 64  # what an event's source may hold behind its prefix
_SELECT = f"SELECT * FROM {TABLE} WHERE year = 2026 AND month = 11 AND day = 20 ORDER BY ingested_at"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Selection:
    """What to ask the lake, and what to call the result."""

    label: str
    sql: str


def selection_of(text: str) -> Selection:
    """`2026-11-20` means everything that arrived on that day (UTC), each event once; anything else is SQL."""
    if not _DAY.fullmatch(text):
        return Selection("lake-query", text)
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{text} is no day", "give one like 2026-11-20, or a SELECT") from error
    columns = 'event_id, symbol, price, volume, volume_kind, change_percent, "timestamp", source'
    where = f"event_id IS NOT NULL AND {days_between(day, day)}"
    return Selection(
        f"lake-{text}",
        f"SELECT {columns}, min(ingested_at) AS first_put FROM {TABLE} WHERE {where} "  # noqa: S608 - a checked date
        f'GROUP BY {columns} ORDER BY first_put, "timestamp", symbol, event_id',
    )


def archive_plan(
    rows: QueryRows,
    label: str,
    *,
    run: str,
    rebase: Rebase,
    symbols: Sequence[str],
    speed: float | None,
    repeat: int,
    now: datetime,
) -> Plan:
    """The rows, in their order, as events placed in time. Raises UsageError for rows that are no events."""
    if rows.cut:
        raise UsageError(f"there are more than {MOST_EVENTS:,} events", "narrow it down with a SELECT … WHERE")
    found = _records(rows)
    wanted = frozenset(symbol.upper() for symbol in symbols)
    chosen = [record for record in found if not wanted or record["symbol"] in wanted]
    if not chosen:
        raise UsageError(
            "the lake has no such events", act("see what it has with `{}`", "query --name events-per-source")
        )
    try:
        shift = shift_of(rebase, max(parse_timestamp(record["timestamp"] or "") for record in chosen), now)
        events = [_event(record, label, shift, now) for record in chosen]
    except (RecordError, InvalidOperation, ValueError) as error:
        raise UsageError(f"a row is no event: {error}", f"select whole events, for example {_SELECT}") from error
    once = {event.event_id: event for event in reversed(events)}
    kept = [event for event in events if once[event.event_id] is event]
    return Plan(name=label, feed=feed_of(label, run), events=tuple(kept), shift=shift, speed=speed, repeat=repeat)


def _records(rows: QueryRows) -> list[Mapping[str, str | None]]:
    names = [column.name for column in rows.columns]
    if missing := [name for name in NEEDED if name not in names]:
        raise UsageError(f"the query gives no {', '.join(missing)}", f"select whole events, for example {_SELECT}")
    records = (dict(zip(names, row, strict=True)) for row in rows.rows)
    # a damaged line of the lake is a row of NULLs
    return [record for record in records if any(record[name] is not None for name in NEEDED)]


def _event(record: Mapping[str, str | None], label: str, shift: timedelta, now: datetime) -> PriceEvent:
    change = record.get("change_percent")
    event = make_event(
        source=_source(label, record.get("source") or LIVE_SOURCE),
        symbol=record["symbol"] or "",
        price=Decimal(record["price"] or ""),
        volume=Decimal(record["volume"] or ""),
        volume_kind=VolumeKind(record["volume_kind"] or ""),
        change_percent=None if change is None else Decimal(change),
        timestamp=parse_timestamp(record["timestamp"] or "") + shift,
        ingested_at=now,
    )
    return decode_event(encode_event(event))  # which refuses what no consumer would take


def _source(label: str, recorded: str) -> str:
    name = label if recorded == LIVE_SOURCE else f"{label}-{recorded.removeprefix(SOURCE_PREFIX)}"
    return SOURCE_PREFIX + name[:_NAME_LENGTH]
