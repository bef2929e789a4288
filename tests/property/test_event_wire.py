"""Whatever is on the stream either becomes an event that can be stored, or is refused as a record."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import example, given
from hypothesis import strategies as st

from lambdas.shared.adapters.dynamodb.candle_item import candle_item, candle_of
from lambdas.shared.adapters.dynamodb.codec import from_item, to_item
from lambdas.shared.domain.candle import fold_candle
from lambdas.shared.domain.event import PriceEvent, VolumeKind, make_event
from lambdas.shared.errors import RecordError
from lambdas.shared.wire.event_json import MAX_AHEAD, decode_event, encode_event
from tests.factories import price_event

MOMENTS = st.integers(0, 315_537_897_599_999).map(lambda ms: datetime(1, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms))

EVENTS = st.builds(
    make_event,
    source=st.one_of(st.just("alpha_vantage"), st.from_regex(r"\Areplay:[A-Za-z0-9][A-Za-z0-9._\-]{0,63}\Z")),
    symbol=st.from_regex(r"\A[A-Z0-9][A-Z0-9.\-^=]{0,15}\Z"),
    price=st.decimals("0.0000000001", 1_000_000_000, places=10),
    volume=st.decimals(0, 1_000_000_000_000_000, places=10),
    volume_kind=st.sampled_from(VolumeKind),
    change_percent=st.one_of(st.none(), st.decimals(-1_000_000_000, 1_000_000_000, places=10)),
    timestamp=MOMENTS,
    ingested_at=MOMENTS,
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


@given(NUMBERS)
def test_what_is_stored_of_a_number_is_its_value(text: str) -> None:
    with suppress(RecordError):
        event = decode_event(encode_event(price_event()).replace(b'"price":231.5', f'"price":{text}'.encode()))
        assert event.price == Decimal(text)
