"""The lake as a fixture: an archived day, or whatever events a query finds there.

Events keep the order in which they came. They go to feeds of their own, one for each that the lake has them of: those
of the live market to `lake-2026-11-20.<run>`, those that were themselves replayed to
`lake-2026-11-20-flash-crash.k3f9q2.<run>`. So what was apart stays apart: no candle ever holds a live price and a
replayed one.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import UsageError, act
from finpulse_cli.features.replay.events import in_feed
from finpulse_cli.features.replay.part import WHOLE, Part
from finpulse_cli.features.replay.plan import Plan
from finpulse_cli.features.replay.rebase import Rebase, shift_of
from finpulse_cli.features.replay.run_id import run_names
from lambdas.shared.domain.event import PriceEvent, Source
from lambdas.shared.domain.feed import feed_of, is_replay
from lambdas.shared.domain.numbers import canonical
from lambdas.shared.errors import RecordError
from lambdas.shared.query.catalogue import TABLE, days_between
from lambdas.shared.wire.event_json import FIRST_SCHEMA, SCHEMA, decode_event, encode_event

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from lambdas.shared.query.execution import QueryRows

MOST_EVENTS = 1_000_000
COLUMNS = (
    "feed",
    "symbol",
    "price",
    "volume",
    "volume_kind",
    "session",
    "open",
    "high",
    "low",
    "change_percent",
    "timestamp",
    "recorded_at",
    "source",
)
NEEDED = ("feed", "symbol", "price", "volume", "volume_kind", "timestamp", "source")
_NUMBERS = frozenset({"price", "volume", "open", "high", "low", "change_percent"})
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_NAME_LENGTH = 64  # what a feed's name may hold before its run
_DIGEST_LENGTH = 8
_ANY_ID = "0" * 32
_SELECT = f"SELECT * FROM {TABLE} WHERE year = 2026 AND month = 11 AND day = 20 ORDER BY ingested_at"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Selection:
    """What to ask the lake, and what to call the result."""

    label: str
    sql: str


def selection_of(text: str) -> Selection:
    """Return what to ask: `2026-11-20` is all that arrived on that day (UTC), each event once, anything else is SQL."""
    if not _DAY.fullmatch(text):
        return Selection("lake-query", text)
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{text} is no day", "give one like 2026-11-20, or a SELECT") from error
    columns = ", ".join(f'"{name}"' for name in ("event_id", *COLUMNS))
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
    part: Part = WHOLE,
    now: datetime,
) -> Plan:
    """Return the rows, in their order, as events placed in time. Raises UsageError for rows that are no events."""
    runs = tuple(run_names(run, repeat))
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
        recorded = part.of(label, [_recorded(record) for record in chosen], lambda event: event.quoted_at)
        shift = shift_of(rebase, max(event.timestamp for event in recorded), now)
        events = [_placed(event, label, run, shift, now) for event in recorded]
    except (RecordError, InvalidOperation, ValueError) as error:
        raise UsageError(f"a row is no event: {error}", f"select whole events, for example {_SELECT}") from error
    once = {event.event_id: event for event in reversed(events)}
    kept = tuple(event for event in events if once[event.event_id] is event)
    return Plan(name=label, events=kept, shift=shift, speed=speed, runs=runs)


def _records(rows: QueryRows) -> list[Mapping[str, str | None]]:
    names = [column.name for column in rows.columns]
    if missing := [name for name in NEEDED if name not in names]:
        raise UsageError(f"the query gives no {', '.join(missing)}", f"select whole events, for example {_SELECT}")
    records = (dict(zip(names, row, strict=True)) for row in rows.rows)
    # a damaged line of the lake is a row of NULLs
    return [record for record in records if any(record[name] is not None for name in NEEDED)]


def _recorded(record: Mapping[str, str | None]) -> PriceEvent:
    """Return the event of a row, of whichever schema. Raises RecordError, InvalidOperation or ValueError."""
    given = {name: text for name in COLUMNS if (text := record.get(name)) is not None}
    members = {
        "schema": str(SCHEMA if "feed" in given else FIRST_SCHEMA),
        "event_id": json.dumps(_ANY_ID),
        "change_percent": "null",
        "ingested_at": json.dumps(given.get("timestamp")),  # the row may have been put again later
        **{name: _json(name, text) for name, text in given.items()},
    }
    return decode_event(("{" + ",".join(f'"{name}":{text}' for name, text in members.items()) + "}").encode())


def _json(name: str, text: str) -> str:
    """Return a value as the wire has it; Athena writes a decimal with all zeros of its type."""
    return canonical(Decimal(text)) if name in _NUMBERS else json.dumps(text)


def _placed(event: PriceEvent, label: str, run: str, shift: timedelta, now: datetime) -> PriceEvent:
    """Return the event as it is sent. Raises RecordError for one that no consumer would take."""
    moved = replace(
        event,
        timestamp=event.timestamp + shift,
        ingested_at=now,
        source=Source.REPLAY,
        recorded_at=event.recorded_at or (event.timestamp if shift else None),
    )
    return decode_event(encode_event(in_feed(moved, feed_of(_name(label, event.feed), run))))


def _name(label: str, feed: str) -> str:
    """Return what a feed of the lake is called in a replay; a name that is too long ends in its digest instead."""
    name = f"{label}-{feed}" if is_replay(feed) else label
    if len(name) <= _NAME_LENGTH:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:_DIGEST_LENGTH]
    return f"{name[: _NAME_LENGTH - _DIGEST_LENGTH - 1]}-{digest}"
