"""The fast reader of event lines says what the strict one says, or nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import example, given
from hypothesis import strategies as st

from lambdas.shared.errors import RecordError
from lambdas.shared.wire.canonical_line import read_canonical
from lambdas.shared.wire.event_json import decode_event, encode_event
from tests.factories import price_event
from tests.property.test_event_wire import EVENTS, MEMBERS, VALUES

if TYPE_CHECKING:
    from lambdas.shared.domain.event import PriceEvent

BAR = encode_event(price_event("412.5", bar=("410", "413.1", "409"), change_percent="-0.25"))
LINE = encode_event(price_event())
SPOTS = st.integers(0, len(BAR))
PIECES = st.one_of(st.binary(max_size=3), st.sampled_from((b"0", b"-", b".", b"9", b'"', b",", b"\n", b"null", b"e1")))


def strict(data: bytes) -> PriceEvent | None:
    """What the strict reader says of one line."""
    try:
        return decode_event(data)
    except RecordError:
        return None


def assert_agrees(data: bytes) -> None:
    fast = read_canonical(data)
    if fast is not None:
        assert fast == strict(data)
        assert encode_event(fast) == data.removesuffix(b"\n")


@given(EVENTS)
def test_what_is_written_is_read_at_once(event: PriceEvent) -> None:
    line = encode_event(event)
    at_a_limit = 10**9 in {abs(number) for number in (event.price, event.high or 0, event.change_percent or 0)}
    assert at_a_limit or event.volume == 10**15 or read_canonical(line) == event
    assert_agrees(line)


@given(st.sampled_from((LINE, BAR)), SPOTS, st.integers(0, 12), PIECES)
@example(LINE, LINE.index(b"231.5"), 5, b"0")
@example(LINE, LINE.index(b"231.5"), 5, b"-0")
@example(LINE, LINE.index(b"1200"), 4, b"00")
@example(LINE, LINE.index(b"-11-20"), 6, b"-02-30")
@example(BAR, BAR.index(b"-0.25"), 5, b"-0")
@example(BAR, BAR.index(b"409"), 3, b"412.6")
def test_a_spoiled_line_is_read_as_the_strict_reader_reads_it(line: bytes, start: int, length: int, by: bytes) -> None:
    assert_agrees(line[:start] + by + line[start + length :])


@given(st.sampled_from(MEMBERS), VALUES)
@example("session", '"2026-02-30"')
@example("feed", '"live"')
@example("timestamp", '"2026-11-20T17:05:00.001Z"')
@example("ingested_at", '"2026-11-20T24:00:00.000Z"')
@example("price", "1000000000")
@example("volume", "-0")
def test_any_member_may_hold_anything(name: str, text: str) -> None:
    members = {member: json.dumps(value) for member, value in json.loads(LINE).items()}
    line = "{" + ",".join(f'"{member}":{value}' for member, value in (members | {name: text}).items()) + "}"
    assert_agrees(line.encode())


@given(st.one_of(st.binary(), st.text().map(str.encode)))
def test_anything_else_is_left_to_the_strict_reader(data: bytes) -> None:
    assert read_canonical(data) is None
