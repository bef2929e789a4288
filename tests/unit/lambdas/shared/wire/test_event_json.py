from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest

from lambdas.shared.domain.event import PriceEvent, Source, VolumeKind
from lambdas.shared.errors import RecordError
from lambdas.shared.wire.event_json import MAX_EVENT_BYTES, decode_event, decode_record, encode_event
from tests.factories import NOON, price_event

GOOD = {
    "schema": "2",
    "event_id": '"0123456789abcdef0123456789abcdef"',
    "feed": '"calm.k3f9q2"',
    "symbol": '"AAPL"',
    "price": "231.5",
    "volume": "1200",
    "volume_kind": '"interval"',
    "session": '"2026-11-20"',
    "change_percent": "-1.25",
    "timestamp": '"2026-11-20T17:00:00.000Z"',
    "ingested_at": '"2026-11-20T17:00:01.250Z"',
    "source": '"replay"',
}
BAR = {"open": "231.1", "high": "232", "low": "230.95"}
FIRST_SCHEMA = {"schema": "1", "feed": None, "session": None, "source": '"replay:calm"'}


DEEP = pytest.param("[" * 900 + "]" * 900, id="deep")


def line(**members: str | None) -> bytes:
    """The good event's line with some members' JSON text changed, or left out where it is None."""
    texts = {name: text for name, text in (GOOD | members).items() if text is not None}
    return ("{" + ",".join(f'"{name}":{text}' for name, text in texts.items()) + "}").encode()


def reason(data: bytes) -> str:
    with pytest.raises(RecordError) as caught:
        decode_event(data)
    return str(caught.value)


def test_a_line_becomes_an_event_with_exact_numbers() -> None:
    assert decode_event(line()) == PriceEvent(
        event_id="0123456789abcdef0123456789abcdef",
        feed="calm.k3f9q2",
        symbol="AAPL",
        price=Decimal("231.5"),
        volume=Decimal(1200),
        volume_kind=VolumeKind.INTERVAL,
        session=date(2026, 11, 20),
        open=None,
        high=None,
        low=None,
        change_percent=Decimal("-1.25"),
        timestamp=NOON,
        ingested_at=NOON + timedelta(seconds=1.25),
        source=Source.REPLAY,
    )


def test_a_bar_brings_its_open_high_and_low() -> None:
    event = decode_event(line(**BAR))
    assert (event.open, event.high, event.low) == (Decimal("231.1"), Decimal(232), Decimal("230.95"))


@pytest.mark.parametrize("left_out", list(BAR))
def test_a_bar_that_lacks_a_price_is_refused(left_out: str) -> None:
    others = " and ".join(name for name in BAR if name != left_out)
    assert reason(line(**BAR | {left_out: None})) == f"a bar has open, high and low, this has only {others}"


@pytest.mark.parametrize("change", [{"high": "231.4"}, {"low": "231.2"}, {"open": "232.1"}, {"price": "230.9"}])
def test_a_bar_whose_close_or_open_lies_outside_of_it_is_refused(change: dict[str, str]) -> None:
    assert reason(line(**BAR | change)) == "open or price of the bar lies outside of its low and high"


def test_a_record_of_the_first_schema_is_a_replay_of_a_run_of_its_own() -> None:
    event = decode_event(line(**FIRST_SCHEMA))
    assert (event.feed, event.source, event.session) == ("calm.v1", Source.REPLAY, date(2026, 11, 20))
    assert event.event_id == "0123456789abcdef0123456789abcdef"


def test_a_live_record_of_the_first_schema_belongs_to_its_day_in_new_york() -> None:
    night = {"timestamp": '"2026-11-21T01:00:00.000Z"', "ingested_at": '"2026-11-21T01:00:00.000Z"'}
    event = decode_event(line(**FIRST_SCHEMA | {"source": '"alpha_vantage"'} | night))
    assert (event.feed, event.source, event.session) == ("live", Source.ALPHA_VANTAGE, date(2026, 11, 20))


def test_a_moment_before_all_calendars_is_refused_and_stops_nobody() -> None:
    first = {"timestamp": '"0001-01-01T00:00:00.000Z"'}
    assert reason(line(**FIRST_SCHEMA | first)) == "timestamp lies before all calendars"
    assert decode_event(line(**first)).timestamp.year == 1


def test_a_replayed_quote_remembers_when_it_was_made() -> None:
    event = decode_event(line(recorded_at='"2026-11-18T14:31:00.000Z"'))
    assert event.recorded_at == event.quoted_at == NOON - timedelta(days=2, hours=2, minutes=29)
    assert decode_event(encode_event(event)) == event
    assert decode_event(line()).quoted_at == NOON
    assert reason(line(recorded_at="7")) == "recorded_at is not a text"


@pytest.mark.parametrize("text", ["replay:", "replay:-x", "replay:" + "x" * 65, "replay:a|b"])
def test_a_malformed_replay_of_the_first_schema_is_refused(text: str) -> None:
    assert reason(line(**FIRST_SCHEMA | {"source": json.dumps(text)})).startswith("source is malformed: ")


def test_every_line_of_a_record_is_an_event_or_refused_by_itself() -> None:
    record = decode_record(b"\r\n" + line() + b"\n{\r" + line(price="0") + b"\r\n" + line(price="232"))
    assert [event.price for event in record.events] == [Decimal("231.5"), Decimal(232)]
    assert [reason.partition(":")[0] for reason in record.reasons] == ["line 3", "line 4"]


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n", b"\n\n"])
def test_a_record_may_end_in_a_newline(end: bytes) -> None:
    assert decode_record(line() + end) == decode_record(line())


@pytest.mark.parametrize("data", [b"", b"\n", b" \r\n "])
def test_a_record_of_no_line_is_refused(data: bytes) -> None:
    assert decode_record(data).reasons == ("record is empty",)


def test_a_record_of_nonsense_is_refused_with_the_reason_alone() -> None:
    assert decode_record(b"[]\n").reasons == ("record is not a JSON object",)


def test_an_event_spread_over_lines_is_none_as_it_is_none_in_the_lake() -> None:
    spread = line().replace(b",", b",\n")
    assert decode_record(spread).events == ()
    assert reason(spread) == "an event is one line"


def test_an_event_becomes_one_line_with_the_documented_members() -> None:
    text = encode_event(price_event("412.50", volume="1.2E+3", change_percent="0.10")).decode()
    assert text.endswith("}")
    assert "\n" not in text
    assert '"price":412.5,"volume":1200,"volume_kind":"interval","session":"2026-11-20","change_percent":0.1,' in text
    assert list(json.loads(text)) == list(GOOD)


def test_a_bar_becomes_a_line_with_its_prices() -> None:
    text = encode_event(price_event("412.5", bar=("410", "413.10", "409"))).decode()
    assert '"session":"2026-11-20","open":410,"high":413.1,"low":409,"change_percent":null' in text


@pytest.mark.parametrize(
    "event",
    [
        price_event("0.0000000001", volume="0"),
        price_event("1000000000", volume="1000000000000000"),
        price_event("231.5", change_percent="-99.99", seconds=0.001),
        price_event("231.5", kind=VolumeKind.DAY_TOTAL, feed="live", symbol="BRK.B"),
        price_event("231.5", feed="live", source=Source.FINNHUB, session=date(2026, 11, 19), symbol="^GSPC"),
        price_event("231.5", bar=("231", "231.5", "230")),
    ],
)
def test_encode_and_decode_are_inverse(event: PriceEvent) -> None:
    assert decode_event(encode_event(event)) == event


def test_a_number_that_no_float_can_hold_comes_through() -> None:
    assert decode_event(line(volume="123456789012345.0123456789")).volume == Decimal("123456789012345.0123456789")


def test_the_notation_of_a_number_does_not_matter() -> None:
    plain = decode_event(line(price="412.5"))
    for text in ("412.50", "4.125E+2", "412.5" + "0" * 100):
        event = decode_event(line(price=text))
        assert event == plain
        assert str(event.price) == "412.5"


def test_members_of_a_later_producer_are_ignored() -> None:
    assert decode_event(line(venue='{"mic":["XNAS"]}')) == decode_event(line())


def test_a_change_may_be_null() -> None:
    assert decode_event(line(change_percent="null")).change_percent is None


@pytest.mark.parametrize("name", GOOD)
def test_every_member_is_required(name: str) -> None:
    assert reason(line(**{name: None})) == f"{name} is missing"


@pytest.mark.parametrize("name", ["schema", "price", "volume"])
@pytest.mark.parametrize("text", ["true", "false", "null", '"231.5"', "[1]", "{}", DEEP])
def test_only_a_json_number_is_a_number(name: str, text: str) -> None:
    assert reason(line(**{name: text})) == f"{name} is not a number"


@pytest.mark.parametrize("text", ["true", '"1"', "[]"])
def test_a_change_is_a_number_or_null(text: str) -> None:
    assert reason(line(change_percent=text)) == "change_percent is not a number"


@pytest.mark.parametrize("name", sorted(GOOD.keys() - {"schema", "price", "volume", "change_percent"}))
@pytest.mark.parametrize("text", ["1", "null", "true", '["AAPL"]'])
def test_only_a_json_string_is_a_text(name: str, text: str) -> None:
    assert reason(line(**{name: text})) == f"{name} is not a text"


@pytest.mark.parametrize("name", ["NaN", "Infinity", "-Infinity"])
def test_what_only_some_parsers_call_a_number_is_none(name: str) -> None:
    assert reason(line(price=name)) == f"{name} is not a number in JSON"


@pytest.mark.parametrize(
    ("member", "text", "expected"),
    [
        ("price", "0", "price is not above zero: 0"),
        ("price", "-0", "price is not above zero: 0"),
        ("price", "-231.5", "price is not above zero: -231.5"),
        ("price", "1000000001", "price is beyond 1000000000"),
        pytest.param("price", "9" * 5000, "price is beyond 1000000000", id="5000 digits"),
        ("price", "1e99999999", "price is beyond 1000000000"),
        ("price", "1E-9999999", "price has more than 10 decimal places"),
        ("price", "1.00000000001", "price has more than 10 decimal places"),
        ("price", "1e9999999999999999999", "record holds a number whose exponent is out of range"),
        ("volume", "-1", "volume is below zero: -1"),
        ("volume", "1e16", "volume is beyond 1000000000000000"),
        ("change_percent", "-1e10", "change_percent is beyond 1000000000"),
        ("schema", "3", "schema is neither 1 nor 2: 3"),
        ("schema", "1.5", "schema is neither 1 nor 2: 1.5"),
        ("schema", "1e99999999", "schema is neither 1 nor 2: 1E+99999999"),
        ("feed", '"calm"', "feed is malformed: 'calm'"),
        ("feed", '"live"', "source replay cannot be of the feed live"),
        ("session", '"20261120"', "session is malformed: '20261120'"),
        ("session", '"2026-02-30"', "session names no real day: '2026-02-30'"),
        ("symbol", '"aapl"', "symbol is malformed: 'aapl'"),
        ("symbol", '""', "symbol is malformed: ''"),
        ("symbol", '"\\ud800"', r"symbol is malformed: '\ud800'"),
        ("event_id", '"ABC"', "event_id is malformed: 'ABC'"),
        ("source", '"telegram"', "source is none of alpha_vantage, finnhub, replay: 'telegram'"),
        ("source", '"finnhub"', "source finnhub cannot be of the feed calm.k3f9q2"),
        ("volume_kind", '"week"', "volume_kind is neither interval nor day_total: 'week'"),
        ("timestamp", '"2026-11-20"', "timestamp is not like 2026-11-20T14:31:00.000Z: '2026-11-20'"),
        ("timestamp", '"2026-02-30T00:00:00.000Z"', "timestamp names no real moment: '2026-02-30T00:00:00.000Z'"),
        ("timestamp", '"2026-11-20T17:05:01.251Z"', "timestamp lies more than five minutes after ingested_at"),
        ("ingested_at", '"now"', "ingested_at: timestamp is not like 2026-11-20T14:31:00.000Z: 'now'"),
    ],
)
def test_a_value_out_of_bounds_is_refused_with_its_reason(member: str, text: str, expected: str) -> None:
    assert reason(line(**{member: text})) == expected


@pytest.mark.parametrize("name", ["event_id", "feed", "symbol", "volume_kind", "session", "timestamp", "source"])
def test_a_reason_quotes_no_more_than_it_needs(name: str) -> None:
    assert len(reason(line(**{name: '"' + "x" * 9000 + '"'}))) < 120


@pytest.mark.parametrize("text", ["[]", "1", "null", '"text"', "true"])
def test_only_an_object_is_an_event(text: str) -> None:
    assert reason(text.encode()) == "record is not a JSON object"


@pytest.mark.parametrize(
    "data",
    [b"", b"\n", b"AAPL,231.5", b"{", line() * 2, b"\xef\xbb\xbf" + line(), b"[" * 16_000, b'{"a":' * 3_000],
    ids=["empty", "newline", "csv", "cut", "two lines", "byte order mark", "deep array", "deep object"],
)
def test_what_is_not_json_is_refused(data: bytes) -> None:
    assert reason(data).startswith("record is not JSON: ")


def test_deeply_nested_json_does_not_get_through_elsewhere() -> None:
    """Whether the parser gives up on it depends on the version of Python; no other error may come out."""
    assert reason(line(symbol="[" * 7_000 + "]" * 7_000)).startswith(("record is not JSON: ", "symbol is not a text"))


@pytest.mark.parametrize("data", [b"\xff\xfe", b"\x80", line()[:-1] + b"\xc3", line().decode().encode("utf-16")])
def test_bytes_that_are_not_utf_8_are_refused(data: bytes) -> None:
    assert reason(data) == "record is not UTF-8 text"


def test_a_record_of_a_megabyte_is_refused_unread() -> None:
    assert reason(b" " * 2**20) == f"record of {2**20} bytes is larger than {MAX_EVENT_BYTES}"
    assert decode_event(line() + b" " * (MAX_EVENT_BYTES - len(line()))) == decode_event(line())
