"""Malformed payloads through each consumer and the ingester: none crashes, each is refused with a reason.

`make fuzz` sends a hundred thousand through each; a run of the tests some hundreds, the same ones each time.
"""

from __future__ import annotations

import json
import os
import re
from contextlib import redirect_stdout
from datetime import UTC, datetime
from functools import partial
from io import StringIO
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.data_ingester.ingest import Ingester
from lambdas.shared.adapters.alpha_vantage.bulk_quotes import parse_bulk_quotes
from lambdas.shared.adapters.alpha_vantage.global_quote import parse_global_quote
from lambdas.shared.adapters.finnhub.quote_reply import parse_quote
from lambdas.shared.adapters.provider.reply import json_object
from lambdas.shared.domain.event import VolumeKind
from lambdas.shared.domain.quote import Answer
from lambdas.shared.errors import DependencyError
from lambdas.shared.wire.event_json import decode_record, encode_event
from tests.factories import NOON, lambda_event, price_event
from tests.property.mutations import as_json, damaged_bytes, damaged_member
from tests.property.pipeline import Pipeline
from tests.unit.lambdas.data_ingester.replies import bulk_reply, bulk_row, finnhub_quote, global_quote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from lambdas.shared.domain.event import PriceEvent

PAYLOADS = int(os.environ.get("FUZZ_PAYLOADS", "600"))
SEED = int(os.environ.get("FUZZ_SEED", "20261120"))
BATCH = 200
SYMBOLS = ("AAPL", "MSFT")
MINUTE = datetime(2026, 11, 20, 14, 31, tzinfo=UTC)
LINES = [
    encode_event(event)
    for event in (
        price_event(),
        price_event(feed="live", volume=5000, kind=VolumeKind.DAY_TOTAL, change_percent="-0.5"),
        price_event("10", bar=("9", "11", "8"), recorded_at=NOON, symbol="BRK.B"),
    )
]
FIRST_SCHEMA = (
    json.dumps({**json.loads(LINES[0]), "schema": 1, "source": "replay:calm"}).encode(),
    json.dumps({**json.loads(LINES[1]), "schema": 1, "source": "finnhub"}).encode(),
)
REPLIES: list[dict[str, Any]] = [
    global_quote(),
    bulk_reply(bulk_row(), bulk_row("MSFT", extended_hours_quote="230.9")),
    {"Information": "standard API rate limit is 25 requests per day"},
    finnhub_quote(),
    {"error": "API limit reached."},
]
# What a reason may name instead of a field: there is none to name in bytes that hold no object of fields.
WHOLE = re.compile(r"(line \d+: )?(record|an event|a bar|NaN|Infinity|-Infinity|schema)\b")
FIELD = re.compile(r"\b(" + "|".join({name for line in LINES for name in json.loads(line)}) + r")\b")


def seeded() -> Random:
    return Random(SEED)  # noqa: S311  # nothing here is a secret


def damaged_record(random: Random) -> bytes:
    line = random.choice((*LINES, *LINES, *FIRST_SCHEMA))
    if random.random() < 0.5:
        return as_json(damaged_member(json.loads(line), random)[0], random)
    return damaged_bytes(b"\n".join([line] * random.choice((1, 1, 1, 3))), random)


def assert_reason(reason: str) -> None:
    assert WHOLE.match(reason) or FIELD.search(reason), reason


def test_every_malformed_record_is_quarantined_by_every_consumer_and_stops_none() -> None:
    random = seeded()
    for first in range(0, PAYLOADS, BATCH):
        records = [damaged_record(random) for _ in range(min(BATCH, PAYLOADS - first))]
        pipeline = Pipeline()
        with redirect_stdout(StringIO()):
            for consumer in pipeline._consumers:
                consumer.consume(lambda_event(records))
        expected = {str(place) for place, record in enumerate(records, start=1) if decode_record(record).reasons}
        for consumer in pipeline._consumers:
            kept = {number for name, _, number in pipeline.quarantine.kept if name == consumer.name}
            assert kept >= expected
        for record, kept_for in pipeline.quarantine.kept.values():
            assert_reason(kept_for)
            for reason in decode_record(record.data).reasons:
                assert_reason(reason)
                assert reason in kept_for
        sound = [event for record in records for event in decode_record(record).events]
        assert len(pipeline.prices.events) <= len(sound)


@pytest.mark.parametrize("line", [*LINES, *FIRST_SCHEMA])
def test_the_reason_names_the_member_that_is_wrong(line: bytes) -> None:
    random = seeded()
    for _ in range(PAYLOADS // 10):
        members, name = damaged_member(json.loads(line), random)
        for reason in decode_record(as_json(members, random)).reasons:
            assert name in reason or reason.startswith("record"), (name, members.get(name, "gone"))


@given(st.binary() | st.text().map(str.encode))
def test_any_bytes_at_all_are_events_or_have_a_reason(data: bytes) -> None:
    decoded = decode_record(data)
    assert decoded.events or decoded.reasons
    for reason in decoded.reasons:
        assert_reason(reason)


class Replies:
    """A provider that answers with these bytes."""

    def __init__(self, parse: Callable[[Any], Answer], symbols_per_call: int, data: bytes) -> None:
        self.symbols_per_call = symbols_per_call
        self._parse = parse
        self._data = data

    def ask(self, symbols: Sequence[str]) -> Answer:  # noqa: ARG002
        """Answers every question alike."""
        return self._parse(json_object(self._data))


class Events(list[bytes]):
    """A stream that takes events as the wire does."""

    def put(self, events: Iterable[PriceEvent]) -> list[Any]:
        """Keeps the lines."""
        self.extend(map(encode_event, events))
        return []


def _global(body: Any) -> Answer:
    return Answer(quotes={"AAPL": parse_global_quote(body, "AAPL")})


def _finnhub(body: Any) -> Answer:
    return Answer(quotes={"AAPL": parse_quote(body, "AAPL")})


SOURCES: list[tuple[Callable[[Any], Answer], int]] = [
    (_global, 1),
    (partial(parse_bulk_quotes, symbols=SYMBOLS), 100),
    (_finnhub, 1),
]


def damaged_reply(random: Random) -> bytes:
    reply = json.loads(json.dumps(random.choice(REPLIES)))
    if random.random() < 0.5:
        return damaged_bytes(as_json(reply, random), random)
    if "Global Quote" in reply and random.random() < 0.9:
        reply["Global Quote"], _ = damaged_member(reply["Global Quote"], random)
    elif "data" in reply and random.random() < 0.9:
        reply["data"][0], _ = damaged_member(reply["data"][0], random)
    else:
        reply, _ = damaged_member(reply, random)
    return as_json(reply, random)


def test_every_malformed_reply_is_a_sound_event_or_a_failure_with_a_reason() -> None:
    random, put, refused = seeded(), 0, 0
    for _ in range(PAYLOADS):
        data, (parse, size) = damaged_reply(random), random.choice(SOURCES)
        stream = Events()
        symbols = SYMBOLS if size > 1 else SYMBOLS[:1]
        ingester = Ingester(symbols, Replies(parse, size, data), stream, lambda: MINUTE)
        try:
            summary = ingester.run(MINUTE, lambda: True)
        except DependencyError:  # half an answer is none: a later try may bring a whole one
            assert not data.strip().endswith(b"}")
            refused += len(symbols)
            continue
        assert len(stream) + len(summary.failed) == len(symbols)
        assert all(summary.failed.values())
        for line in stream:
            assert decode_record(line).reasons == ()
        put, refused = put + len(stream), refused + len(summary.failed)
    assert put
    assert refused
