"""Which records make a batch, and how the event is told."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from finpulse_cli.targets.embedded.overlay.mappings.batching import PAYLOAD_BYTES, gather
from finpulse_cli.targets.embedded.overlay.mappings.records import Record, bare_bytes_of, encoded_bytes, event_of
from tests.unit.targets.embedded.overlay.mappings.making import NOON, SOURCE, record, records


def size(found: Record) -> int:
    return encoded_bytes(found, bare_bytes_of(SOURCE))


def test_a_batch_has_no_more_than_its_size() -> None:
    gathered = gather(records(range(10)), 4, lambda _: True, size)
    assert [it.number for it in gathered.records] == [0, 1, 2, 3]
    assert (gathered.through, gathered.is_full) == ("3", True)


def test_what_is_not_wanted_is_gone_past() -> None:
    gathered = gather(records(range(5)), 4, lambda it: it.number % 2 == 0, size)
    assert [it.number for it in gathered.records] == [0, 2, 4]
    assert (gathered.through, gathered.is_full) == ("4", False)


def test_nothing_is_found_in_nothing() -> None:
    gathered = gather((), 4, lambda _: True, size)
    assert (gathered.records, gathered.through, gathered.is_full) == ((), None, False)


def test_the_event_stays_below_6_mb_as_json() -> None:
    large = [record(number, b"x" * 1_000_000) for number in range(10)]
    gathered = gather(large, 100, lambda _: True, size)
    told = len(json.dumps(event_of(gathered.records, SOURCE)))
    assert told <= PAYLOAD_BYTES < told + size(large[0])
    assert (gathered.through, gathered.is_full) == (gathered.records[-1].sequence, True)


def test_a_record_that_is_too_large_by_itself_goes_alone() -> None:
    gathered = gather([record(1, b"x" * 7_000_000), record(2)], 100, lambda _: True, size)
    assert [it.number for it in gathered.records] == [1]


@given(st.lists(st.tuples(st.text(min_size=1, max_size=9), st.binary(max_size=99)), min_size=1, max_size=9))
def test_sizes_are_those_of_the_json(found: list[tuple[str, bytes]]) -> None:
    made = [record(number, data, key, NOON + 0.125) for number, (key, data) in enumerate(found)]
    told = json.dumps(event_of(made, SOURCE))
    assert sum(map(size, made)) + len('{"Records": []}') - 2 == len(told)


def test_the_event_is_as_lambda_documents_it() -> None:
    [entry] = event_of([record(7, b"hello", "key", NOON + 0.125)], SOURCE)["Records"]
    assert json.dumps(entry) == json.dumps(
        {
            "kinesis": {
                "kinesisSchemaVersion": "1.0",
                "partitionKey": "key",
                "sequenceNumber": "7",
                "data": "aGVsbG8=",
                "approximateArrivalTimestamp": NOON + 0.125,
            },
            "eventSource": "aws:kinesis",
            "eventVersion": "1.0",
            "eventID": "shardId-000000000000:7",
            "eventName": "aws:kinesis:record",
            "invokeIdentityArn": "arn:aws:iam::000000000000:role/reader",
            "awsRegion": "us-east-1",
            "eventSourceARN": "arn:aws:kinesis:us-east-1:000000000000:stream/quotes",
        }
    )
