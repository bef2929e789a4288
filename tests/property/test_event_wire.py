"""Whatever is on the stream either becomes an event that can be stored, or is refused as a record."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from lambdas.shared.adapters.dynamodb.candle_item import candle_item, candle_of
from lambdas.shared.adapters.dynamodb.codec import from_item, to_item
from lambdas.shared.domain.candle import fold_candle
from lambdas.shared.domain.event import SYMBOL_PATTERN, PriceEvent, Source, VolumeKind, make_event
from lambdas.shared.domain.feed import FIXTURE_PATTERN, LIVE, RUN_PATTERN
from lambdas.shared.errors import RecordError
from lambdas.shared.wire.event_json import MAX_AHEAD, decode_event, decode_record, encode_event
from tests.factories import price_event

MOMENTS = st.integers(0, 315_537_897_599_999).map(lambda ms: datetime(1, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms))

PRICES = st.decimals("0.0000000001", 1_000_000_000, places=10)
REPLAYS = st.from_regex(rf"\A{FIXTURE_PATTERN.pattern}\.{RUN_PATTERN.pattern}\Z")
ORIGINS = st.one_of(
    st.tuples(st.just(LIVE), st.sampled_from((Source.ALPHA_VANTAGE, Source.FINNHUB))),
    st.tuples(REPLAYS, st.just(Source.REPLAY)),
)
SHAPES = st.tuples(PRICES, st.one_of(st.none(), st.tuples(PRICES, PRICES, PRICES)))


def event_of(
    origin: tuple[str, Source], shape: tuple[Decimal, tuple[Decimal, Decimal, Decimal] | None], **more: Any
) -> PriceEvent:
    """A quote, or a bar whose high and low are the extremes of four prices."""
    (feed, source), (price, others) = origin, shape
    prices = sorted((price, *others)) if others else []
    bar: dict[str, Any] = {"open": others[0], "high": prices[-1], "low": prices[0]} if others else {}
    return make_event(feed=feed, source=source, price=price, **bar, **more)


EVENTS = st.builds(
    event_of,
    origin=ORIGINS,
    shape=SHAPES,
    symbol=st.from_regex(rf"\A{SYMBOL_PATTERN.pattern}\Z"),
    session=st.dates(),
    volume=st.decimals(0, 1_000_000_000_000_000, places=10),
    volume_kind=st.sampled_from(VolumeKind),
    change_percent=st.one_of(st.none(), st.decimals(-1_000_000_000, 1_000_000_000, places=10)),
    timestamp=MOMENTS,
    ingested_at=MOMENTS,
    recorded_at=st.one_of(st.none(), MOMENTS),
).filter(lambda event: event.timestamp - event.ingested_at <= MAX_AHEAD)

# JSON texts that a member may hold: any value, and numbers in every notation that JSON allows.
NUMBERS = st.from_regex(r"\A-?(0|[1-9][0-9]{0,40})(\.[0-9]{1,50})?([eE][+-]?[0-9]{1,22})?\Z")
VALUES = st.one_of(
    NUMBERS,
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
        lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(), inner, max_size=3)),
        max_leaves=5,
    ).map(json.dumps),
)
MEMBERS = tuple(json.loads(encode_event(price_event())))


def is_event(line: bytes) -> bool:
    """Whether a line is an event."""
    try:
        decode_event(line)
    except RecordError:
        return False
    return True


def stored(event: PriceEvent) -> None:
    """The event's way into DynamoDB and back, without DynamoDB."""
    candle = fold_candle(None, [event])
    assert candle is not None
    item = from_item(to_item(candle_item(candle, expires_at=1)))
    assert candle_of(item) == candle


@given(EVENTS)
def test_an_event_comes_through_the_stream_and_the_tables_as_it_is(event: PriceEvent) -> None:
    line = encode_event(event)
    assert decode_event(line) == event
    assert encode_event(decode_event(line)) == line
    stored(event)


@given(st.sampled_from(MEMBERS), VALUES)
@example("volume", "-0e9999999999")
@example("price", "231.50" + "0" * 40)
@example("price", "1e99999999")
@example("timestamp", '"0999-01-01T00:00:00.000Z"')
def test_any_member_may_hold_anything(name: str, text: str) -> None:
    members = {member: json.dumps(value) for member, value in json.loads(encode_event(price_event())).items()}
    line = "{" + ",".join(f'"{member}":{value}' for member, value in (members | {name: text}).items()) + "}"
    with suppress(RecordError):
        event = decode_event(line.encode())
        assert decode_event(encode_event(event)) == event
        stored(event)


@given(st.one_of(st.binary(), st.text().map(str.encode), VALUES.map(str.encode)))
def test_any_bytes_are_refused_as_a_record_and_nothing_else(data: bytes) -> None:
    with suppress(RecordError):
        decode_event(data)


@given(
    st.lists(st.one_of(EVENTS.map(encode_event), st.binary(max_size=20)), max_size=4), st.sampled_from((b"\n", b"\r"))
)
def test_a_record_holds_the_events_that_a_reader_of_its_lines_finds(lines: list[bytes], end: bytes) -> None:
    data = end.join(lines)
    found = [decode_event(line) for line in data.splitlines() if is_event(line)]
    record = decode_record(data)
    assert list(record.events) == found
    assert bool(record.reasons) == (not found or any(line.strip() and not is_event(line) for line in data.splitlines()))


@given(NUMBERS)
def test_what_is_stored_of_a_number_is_its_value(text: str) -> None:
    with suppress(RecordError):
        event = decode_event(encode_event(price_event()).replace(b'"price":231.5', f'"price":{text}'.encode()))
        assert event.price == Decimal(text)
