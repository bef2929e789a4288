"""The event on the wire: one line of JSON, without a newline of its own.

    {"schema":2,"event_id":"…","feed":"calm.k3f9q2","symbol":"AAPL","price":231.5,"volume":1200,
     "volume_kind":"interval","session":"2026-11-20","open":231.1,"high":231.9,"low":231,"change_percent":null,
     "timestamp":"…Z","ingested_at":"…Z","source":"replay"}

`open`, `high` and `low` are there when the event is a whole bar, `recorded_at` when a replay has moved the quote in
time. Numbers are JSON numbers and are read as `Decimal` from their text. Unknown members are ignored, so that a later
producer may add some.

Schema 1 is still read. It had no feeds, sessions and bars: its source `replay:calm` is the feed `calm.v1` of the
source `replay`, any other source is the live feed's, and the session is that of the quote's time in New York.

The lake keeps a record's bytes as they are, a newline after them, and whoever reads it reads lines. So does
`decode_record`: each line of a record is an event or is refused by itself, and tables and lake hold the same events.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from lambdas.shared.domain.event import EVENT_ID_PATTERN, SYMBOL_PATTERN, PriceEvent, Source, VolumeKind
from lambdas.shared.domain.feed import FEED_PATTERN, FIXTURE_PATTERN, LIVE, feed_of, is_replay
from lambdas.shared.domain.numbers import canonical, require_change_percent, require_price, require_volume
from lambdas.shared.domain.sessions import trading_day_of
from lambdas.shared.domain.timestamps import format_timestamp, parse_timestamp
from lambdas.shared.errors import RecordError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

Value = TypeVar("Value")
Read = TypeVar("Read")

SCHEMA = 2
FIRST_SCHEMA = 1
FIRST_SCHEMA_RUN = "v1"
MAX_EVENT_BYTES = 16 * 1024
MAX_AHEAD = timedelta(minutes=5)
SESSION_PATTERN = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_FIRST_SCHEMA_REPLAY = "replay:"
_BAR = ("open", "high", "low")
_TIMES = ("timestamp", "ingested_at")
_RECORDED_AT = "recorded_at"


@dataclass(frozen=True, slots=True)
class DecodedRecord:
    """The events in a record's lines, and why each other line is none, with its number where there are several."""

    events: tuple[PriceEvent, ...]
    reasons: tuple[str, ...]


def encode_event(event: PriceEvent) -> bytes:
    """Return the event as one UTF-8 JSON line without a newline; numbers in canonical notation."""
    bar = {name: canonical(price) for name, price in zip(_BAR, _bar_of(event), strict=True) if price is not None}
    members = {
        "schema": str(SCHEMA),
        "event_id": f'"{event.event_id}"',
        "feed": _quoted(event.feed),
        "symbol": _quoted(event.symbol),
        "price": canonical(event.price),
        "volume": canonical(event.volume),
        "volume_kind": _quoted(event.volume_kind),
        "session": f'"{event.session.isoformat()}"',
        **bar,
        "change_percent": "null" if event.change_percent is None else canonical(event.change_percent),
        "timestamp": f'"{format_timestamp(event.timestamp)}"',
        "ingested_at": f'"{format_timestamp(event.ingested_at)}"',
        "source": _quoted(event.source),
        **({} if event.recorded_at is None else {"recorded_at": f'"{format_timestamp(event.recorded_at)}"'}),
    }
    return ("{" + ",".join([f'"{name}":{text}' for name, text in members.items()]) + "}").encode()


@lru_cache(maxsize=4096)
def _quoted(text: str) -> str:
    """Return a text in JSON's notation; feeds and symbols are few and come again with every event."""
    return json.dumps(text)


def decode_record(data: bytes) -> DecodedRecord:
    """Return what a record's bytes hold. Lines end where the lake's readers end them: at CR, LF or both."""
    lines = [(number, line) for number, line in enumerate(data.splitlines(), start=1) if line.strip()]
    if not lines:
        return DecodedRecord((), ("record is empty",))
    events: list[PriceEvent] = []
    reasons: list[str] = []
    for number, line in lines:
        try:
            events.append(decode_event(line))
        except RecordError as error:
            reasons.append(str(error) if len(lines) == 1 else f"line {number}: {error}")
    return DecodedRecord(tuple(events), tuple(reasons))


def decode_event(line: bytes) -> PriceEvent:
    """Return the event of one line, else raise `RecordError` with the reason it can never be one."""
    if len(line) > MAX_EVENT_BYTES:
        raise RecordError(f"record of {len(line)} bytes is larger than {MAX_EVENT_BYTES}")
    if (b"\n" in line or b"\r" in line) and len(line.strip().splitlines()) > 1:
        raise RecordError("an event is one line")
    members = _json_object(line)
    schema = _number(members, "schema")
    if schema == FIRST_SCHEMA:
        members = _of_first_schema(members)
    elif schema != SCHEMA:
        raise RecordError(f"schema is neither {FIRST_SCHEMA} nor {SCHEMA}: {str(schema)[:40]}")
    return _event(members)


def _event(members: dict[str, Any]) -> PriceEvent:
    timestamp, ingested_at = _timestamps(members)
    feed = _matching(members, "feed", FEED_PATTERN)
    price = require_price(_number(members, "price"))
    opened, high, low = _bar(members, price)
    return PriceEvent(
        event_id=_matching(members, "event_id", EVENT_ID_PATTERN),
        feed=feed,
        symbol=_matching(members, "symbol", SYMBOL_PATTERN),
        price=price,
        volume=require_volume(_number(members, "volume")),
        volume_kind=_volume_kind(members),
        session=_session(members),
        open=opened,
        high=high,
        low=low,
        change_percent=_change_percent(members),
        timestamp=timestamp,
        ingested_at=ingested_at,
        source=_source(members, feed),
        recorded_at=_recorded_at(members),
    )


def _of_first_schema(members: dict[str, Any]) -> dict[str, Any]:
    """Return the members as the second schema has them."""
    source = _text(members, "source")
    feed = LIVE
    if source.startswith(_FIRST_SCHEMA_REPLAY):
        fixture = source.removeprefix(_FIRST_SCHEMA_REPLAY)
        if not FIXTURE_PATTERN.fullmatch(fixture):
            raise RecordError(f"source is malformed: {source[:40]!r}")
        feed, source = feed_of(fixture, FIRST_SCHEMA_RUN), Source.REPLAY.value
    try:
        session = trading_day_of(parse_timestamp(_text(members, "timestamp")))
    except OverflowError as error:
        raise RecordError("timestamp lies before all calendars") from error
    plain = {name: value for name, value in members.items() if name not in (*_BAR, _RECORDED_AT)}
    return plain | {"feed": feed, "source": source, "session": session.isoformat()}


def _json_object(data: bytes) -> dict[str, Any]:
    try:
        value = json.loads(data.decode(), parse_float=Decimal, parse_int=Decimal, parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise RecordError("record is not UTF-8 text") from error
    except InvalidOperation as error:
        raise RecordError("record holds a number whose exponent is out of range") from error
    except (ValueError, RecursionError) as error:
        raise RecordError(f"record is not JSON: {error}") from error
    if not isinstance(value, dict):
        raise RecordError("record is not a JSON object")
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise RecordError(f"{name} is not a number in JSON")


def _member(members: dict[str, Any], name: str) -> Any:
    if name not in members:
        raise RecordError(f"{name} is missing")
    return members[name]


def _text(members: dict[str, Any], name: str) -> str:
    value = _member(members, name)
    if not isinstance(value, str):
        raise RecordError(f"{name} is not a text")
    return value


def _matching(members: dict[str, Any], name: str, pattern: re.Pattern[str]) -> str:
    text = _text(members, name)
    if not pattern.fullmatch(text):
        raise RecordError(f"{name} is malformed: {text[:40]!r}")
    return text


def _number(members: dict[str, Any], name: str) -> Decimal:
    value = _member(members, name)
    if not isinstance(value, Decimal):
        raise RecordError(f"{name} is not a number")
    return value


def _named(name: str, read: Callable[[Value], Read], value: Value) -> Read:
    """Return what `read` makes of a value; its refusal names the member, if not by itself."""
    try:
        return read(value)
    except RecordError as error:
        reason = str(error)
        raise RecordError(reason if reason.startswith(name) else f"{name}: {reason}") from error


def _timestamps(members: dict[str, Any]) -> tuple[datetime, datetime]:
    """Return when quoted and when put; a quote from the future would make every other of its series late till then."""
    timestamp, ingested_at = (_named(name, parse_timestamp, _text(members, name)) for name in _TIMES)
    if timestamp - ingested_at > MAX_AHEAD:
        raise RecordError("timestamp lies more than five minutes after ingested_at")
    return timestamp, ingested_at


def _recorded_at(members: dict[str, Any]) -> datetime | None:
    if members.get(_RECORDED_AT) is None:
        return None
    return _named(_RECORDED_AT, parse_timestamp, _text(members, _RECORDED_AT))


def _volume_kind(members: dict[str, Any]) -> VolumeKind:
    text = _text(members, "volume_kind")
    try:
        return VolumeKind(text)
    except ValueError as error:
        raise RecordError(f"volume_kind is neither interval nor day_total: {text[:40]!r}") from error


def _change_percent(members: dict[str, Any]) -> Decimal | None:
    if _member(members, "change_percent") is None:
        return None
    return require_change_percent(_number(members, "change_percent"))


def _session(members: dict[str, Any]) -> date:
    text = _matching(members, "session", SESSION_PATTERN)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise RecordError(f"session names no real day: {text!r}") from error


def _source(members: dict[str, Any], feed: str) -> Source:
    text = _text(members, "source")
    try:
        source = Source(text)
    except ValueError as error:
        raise RecordError(f"source is none of {', '.join(Source)}: {text[:40]!r}") from error
    if is_replay(feed) != (source is Source.REPLAY):
        raise RecordError(f"source {source} cannot be of the feed {feed}")
    return source


def _bar(members: dict[str, Any], close: Decimal) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Return open, high and low of a whole bar, three times None for a quote."""
    given = [name for name in _BAR if members.get(name) is not None]
    if not given:
        return None, None, None
    if len(given) < len(_BAR):
        raise RecordError(f"a bar has open, high and low, this has only {' and '.join(given)}")
    opened, high, low = (_named(name, require_price, _number(members, name)) for name in _BAR)
    if not low <= min(opened, close) <= max(opened, close) <= high:
        raise RecordError("open or price of the bar lies outside of its low and high")
    return opened, high, low


def _bar_of(event: PriceEvent) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    return event.open, event.high, event.low
