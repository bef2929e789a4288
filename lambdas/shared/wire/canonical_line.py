"""Reads an event's line that is written just as `encode_event` writes it, which is nearly every line on the stream.

One pattern takes the place of a JSON parser and a check a member: what it matches is valid but for what a pattern
cannot say, and that is checked here. Any other line is None, and `event_json` reads it member by member, or says what
is wrong with it. So this file decides only how fast an event is read, never whether it is one.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

from lambdas.shared.domain.event import EVENT_ID_PATTERN, SYMBOL_PATTERN, PriceEvent, Source, VolumeKind
from lambdas.shared.domain.feed import FEED_PATTERN, is_replay

MAX_AHEAD = timedelta(minutes=5)
_FRACTION = r"(?:\.[0-9]{0,9}[1-9])?"  # ten decimal places, no zero at the end
_PRICE = rf"((?!0[,}}])(?:0|[1-9][0-9]{{0,8}}){_FRACTION})"
_VOLUME = rf"((?:0|[1-9][0-9]{{0,14}}){_FRACTION})"
_CHANGE = rf"(?:null|((?!-0,)-?(?:0|[1-9][0-9]{{0,8}}){_FRACTION}))"
_MOMENT = r'"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z)"'
_VOLUME_KINDS = {str(kind): kind for kind in VolumeKind}
_SOURCES = {str(source): source for source in Source}
_match = re.compile(
    rf'{{"schema":2,"event_id":"({EVENT_ID_PATTERN.pattern})","feed":"({FEED_PATTERN.pattern})"'
    rf',"symbol":"({SYMBOL_PATTERN.pattern})","price":{_PRICE},"volume":{_VOLUME}'
    rf',"volume_kind":"({"|".join(_VOLUME_KINDS)})","session":"([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})"'
    rf'(?:,"open":{_PRICE},"high":{_PRICE},"low":{_PRICE})?,"change_percent":{_CHANGE}'
    rf',"timestamp":{_MOMENT},"ingested_at":{_MOMENT},"source":"({"|".join(_SOURCES)})"'
    rf'(?:,"recorded_at":{_MOMENT})?}}\n?',
    re.ASCII,
).fullmatch
_moment, _day = datetime.fromisoformat, date.fromisoformat


def read_canonical(data: bytes) -> PriceEvent | None:
    """Return the event of a record that is one canonical line, a newline after it or not; None for any other."""
    matched = _match(data.decode("latin-1"))  # which reads any byte, and the pattern takes none but ASCII
    if matched is None:
        return None
    try:
        return _event(*matched.groups())
    except ValueError:  # a moment or a day that no calendar has
        return None


def _event(
    event_id: str,
    feed: str,
    symbol: str,
    price_text: str,
    volume: str,
    volume_kind: str,
    session: str,
    open_text: str | None,
    high_text: str | None,
    low_text: str | None,
    change: str | None,
    timestamp_text: str,
    ingested_text: str,
    source: str,
    recorded: str | None,
) -> PriceEvent | None:
    timestamp, ingested_at = _moment(timestamp_text), _moment(ingested_text)
    if timestamp > ingested_at and timestamp - ingested_at > MAX_AHEAD:
        return None
    if is_replay(feed) != (source == "replay"):
        return None
    price = Decimal(price_text)
    opened = high = low = None
    if open_text and high_text and low_text:
        opened, high, low = Decimal(open_text), Decimal(high_text), Decimal(low_text)
        if not (low <= opened <= high and low <= price <= high):
            return None
    return PriceEvent(
        event_id,
        feed,
        symbol,
        price,
        Decimal(volume),
        _VOLUME_KINDS[volume_kind],
        _day(session),
        opened,
        high,
        low,
        Decimal(change) if change else None,
        timestamp,
        ingested_at,
        _SOURCES[source],
        _moment(recorded) if recorded else None,
    )
