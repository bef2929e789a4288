from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal

import pytest

from lambdas.shared.domain.event import PriceEvent, VolumeKind
from lambdas.shared.errors import RecordError
from lambdas.shared.wire.event_json import MAX_EVENT_BYTES, decode_event, encode_event
from tests.factories import NOON, price_event

GOOD = {
    "schema": "1",
    "event_id": '"0123456789abcdef0123456789abcdef"',
    "symbol": '"AAPL"',
    "price": "231.5",
    "volume": "1200",
    "volume_kind": '"interval"',
    "change_percent": "-1.25",
    "timestamp": '"2026-11-20T17:00:00.000Z"',
    "ingested_at": '"2026-11-20T17:00:01.250Z"',
    "source": '"replay:calm"',
}


DEEP = pytest.param("[" * 900 + "]" * 900, id="deep")


def line(**members: str | None) -> bytes:
    """The good event's line with some members' JSON text changed, or left out where it is None."""
    texts = {name: text for name, text in (GOOD | members).items() if text is not None}
    return ("{" + ",".join(f'"{name}":{text}' for name, text in texts.items()) + "}\n").encode()


def reason(data: bytes) -> str:
    with pytest.raises(RecordError) as caught:
        decode_event(data)
    return str(caught.value)


def test_a_line_becomes_an_event_with_exact_numbers() -> None:
    assert decode_event(line()) == PriceEvent(
        event_id="0123456789abcdef0123456789abcdef",
        symbol="AAPL",
        price=Decimal("231.5"),
        volume=Decimal(1200),
        volume_kind=VolumeKind.INTERVAL,
        change_percent=Decimal("-1.25"),
        timestamp=NOON,
        ingested_at=NOON + timedelta(seconds=1.25),
        source="replay:calm",
    )


def test_an_event_becomes_one_line_with_the_documented_members() -> None:
    text = encode_event(price_event("412.50", volume="1.2E+3", change_percent="0.10")).decode()
    assert text.endswith("}\n")
    assert text.count("\n") == 1
    assert '"price":412.5,"volume":1200,"volume_kind":"interval","change_percent":0.1,' in text
    assert list(json.loads(text)) == list(GOOD)


@pytest.mark.parametrize(
    "event",
    [
        price_event("0.0000000001", volume="0"),
        price_event("1000000000", volume="1000000000000000"),
        price_event("231.5", change_percent="-99.99", seconds=0.001),
        price_event("231.5", kind=VolumeKind.DAY_TOTAL, source="alpha_vantage", symbol="BRK.B"),
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


@pytest.mark.parametrize("name", ["event_id", "symbol", "volume_kind", "timestamp", "ingested_at", "source"])
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
        ("schema", "2", "schema is not 1: 2"),
        ("schema", "1.5", "schema is not 1: 1.5"),
        ("schema", "1e99999999", "schema is not 1: 1E+99999999"),
        ("symbol", '"aapl"', "symbol is malformed: 'aapl'"),
        ("symbol", '""', "symbol is malformed: ''"),
        ("symbol", '"\\ud800"', r"symbol is malformed: '\ud800'"),
        ("event_id", '"ABC"', "event_id is malformed: 'ABC'"),
        ("source", '"telegram"', "source is malformed: 'telegram'"),
        ("volume_kind", '"week"', "volume_kind is neither interval nor day_total: 'week'"),
        ("timestamp", '"2026-11-20"', "timestamp is not like 2026-11-20T14:31:00.000Z: '2026-11-20'"),
        ("timestamp", '"2026-02-30T00:00:00.000Z"', "timestamp names no real moment: '2026-02-30T00:00:00.000Z'"),
        ("timestamp", '"2026-11-22T17:00:00.000Z"', "timestamp lies more than a day after ingested_at"),
        ("ingested_at", '"now"', "timestamp is not like 2026-11-20T14:31:00.000Z: 'now'"),
    ],
)
def test_a_value_out_of_bounds_is_refused_with_its_reason(member: str, text: str, expected: str) -> None:
    assert reason(line(**{member: text})) == expected


@pytest.mark.parametrize("name", ["event_id", "symbol", "volume_kind", "timestamp", "source"])
def test_a_reason_quotes_no_more_than_it_needs(name: str) -> None:
    assert len(reason(line(**{name: '"' + "x" * 9000 + '"'}))) < 120


@pytest.mark.parametrize("text", ["[]", "1", "null", '"text"', "true"])
def test_only_an_object_is_an_event(text: str) -> None:
    assert reason(text.encode()) == "record is not a JSON object"


@pytest.mark.parametrize(
    "data",
    [b"", b"\n", b"AAPL,231.5", b"{", line() + line(), b"\xef\xbb\xbf" + line(), b"[" * 16_000, b'{"a":' * 3_000],
    ids=["empty", "newline", "csv", "cut", "two lines", "byte order mark", "deep array", "deep object"],
)
def test_what_is_not_json_is_refused(data: bytes) -> None:
    assert reason(data).startswith("record is not JSON: ")


def test_deeply_nested_json_does_not_get_through_elsewhere() -> None:
    """Whether the parser gives up on it depends on the version of Python; no other error may come out."""
    assert reason(line(symbol="[" * 7_000 + "]" * 7_000)).startswith(("record is not JSON: ", "symbol is not a text"))


@pytest.mark.parametrize("data", [b"\xff\xfe", b"\x80", line()[:-2] + b"\xc3", line().decode().encode("utf-16")])
def test_bytes_that_are_not_utf_8_are_refused(data: bytes) -> None:
    assert reason(data) == "record is not UTF-8 text"


def test_a_record_of_a_megabyte_is_refused_unread() -> None:
    assert reason(b" " * 2**20) == f"record of {2**20} bytes is larger than {MAX_EVENT_BYTES}"
    assert decode_event(line() + b" " * (MAX_EVENT_BYTES - len(line()))) == decode_event(line())
