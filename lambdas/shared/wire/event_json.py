"""The event on the wire: one line of JSON that ends in a newline.

    {"schema":1,"event_id":"…","symbol":"AAPL","price":231.5,"volume":1200,"volume_kind":"interval",
     "change_percent":null,"timestamp":"…Z","ingested_at":"…Z","source":"replay:calm"}

Numbers are JSON numbers and are read as `Decimal` from their text. Unknown members are ignored, so that a
later producer may add some.
"""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, NoReturn

from lambdas.shared.domain.event import EVENT_ID_PATTERN, SOURCE_PATTERN, SYMBOL_PATTERN, PriceEvent, VolumeKind
from lambdas.shared.domain.numbers import canonical, require_change_percent, require_price, require_volume
from lambdas.shared.domain.timestamps import format_timestamp, parse_timestamp
from lambdas.shared.errors import RecordError

if TYPE_CHECKING:
    import re
    from datetime import datetime

SCHEMA = 1
MAX_EVENT_BYTES = 16 * 1024
MAX_AHEAD = timedelta(days=1)


def encode_event(event: PriceEvent) -> bytes:
    """The event as one UTF-8 JSON line, newline included; numbers in canonical notation."""
    change = "null" if event.change_percent is None else canonical(event.change_percent)
    members = {
        "schema": str(SCHEMA),
        "event_id": json.dumps(event.event_id),
        "symbol": json.dumps(event.symbol),
        "price": canonical(event.price),
        "volume": canonical(event.volume),
        "volume_kind": json.dumps(event.volume_kind),
        "change_percent": change,
        "timestamp": json.dumps(format_timestamp(event.timestamp)),
        "ingested_at": json.dumps(format_timestamp(event.ingested_at)),
        "source": json.dumps(event.source),
    }
    return ("{" + ",".join(f'"{name}":{text}' for name, text in members.items()) + "}\n").encode()


def decode_event(data: bytes) -> PriceEvent:
    """The event of a record's bytes, else `RecordError` with the reason it can never be one."""
    if len(data) > MAX_EVENT_BYTES:
        raise RecordError(f"record of {len(data)} bytes is larger than {MAX_EVENT_BYTES}")
    members = _json_object(data)
    if _number(members, "schema") != SCHEMA:
        raise RecordError(f"schema is not {SCHEMA}: {str(members['schema'])[:40]}")
    timestamp, ingested_at = _timestamps(members)
    return PriceEvent(
        event_id=_matching(members, "event_id", EVENT_ID_PATTERN),
        symbol=_matching(members, "symbol", SYMBOL_PATTERN),
        price=require_price(_number(members, "price")),
        volume=require_volume(_number(members, "volume")),
        volume_kind=_volume_kind(members),
        change_percent=_change_percent(members),
        timestamp=timestamp,
        ingested_at=ingested_at,
        source=_matching(members, "source", SOURCE_PATTERN),
    )


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


def _timestamps(members: dict[str, Any]) -> tuple[datetime, datetime]:
    """When quoted and when put; a quote from the future would make every later one of its series late for ever."""
    timestamp, ingested_at = (parse_timestamp(_text(members, name)) for name in ("timestamp", "ingested_at"))
    if timestamp - ingested_at > MAX_AHEAD:
        raise RecordError("timestamp lies more than a day after ingested_at")
    return timestamp, ingested_at


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
