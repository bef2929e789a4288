"""Each record once, whoever refused it and however many objects hold it."""

from __future__ import annotations

import json
from typing import Any

from finpulse_cli.features.quarantine.kept_records import every_record, newest_records, record_id
from tests.factories import NOON, lambda_event
from tests.unit.features.quarantine.stores import Bucket


def kept() -> Any:
    bucket = Bucket()
    bucket.keep(("1", "AAPL", b"one"))
    bucket.keep(("1", "AAPL", b"one"), consumer="price_processor")
    bucket.keep(("2", "TSLA@test.1", b"two"), ("3", "MSFT", b"three"), ("4", "MSFT", b"four"), name="2_4_3")
    bucket.keep(("3", "MSFT", b"three"))  # the batch came again, cut otherwise
    return bucket


def test_a_record_is_there_once_with_every_reason() -> None:
    records = newest_records(kept(), "lake", 10).records
    assert [(record.sequence_number, record.data) for record in records] == [
        ("1", b"one"),
        ("2", b"two"),
        ("3", b"three"),
        ("4", b"four"),
    ]
    assert records[0].reasons == {"aggregator": "is bad", "price_processor": "is bad"}
    assert (records[1].values()["feed"], records[1].values()["symbol"]) == ("test.1", "TSLA")
    assert [record.sequence_number for record in newest_records(kept(), "lake", 2).records] == ["3", "4"]


def test_named_ones_are_found_without_opening_what_holds_another() -> None:
    bucket = kept()
    names = [record_id("shard-0", "1"), record_id("shard-0", "4")]
    assert [record.sequence_number for record in every_record(bucket, "lake", names).records] == ["1", "4"]
    assert not any(key.endswith("shard-0-3.json") for key in bucket.opened)


def test_an_id_is_of_the_place_not_of_how_its_number_is_written() -> None:
    assert record_id("s", "0012") == record_id("s", "12") != record_id("t", "12")


def test_damage_is_told_and_hides_nothing_else() -> None:
    bucket = kept()
    folder = "quarantine/consumer=aggregator/year=2026/month=11/day=20"
    for number, body in enumerate((b"", b"[]", b'{"data": "-"}', b'{"reason": "no data"}')):
        bucket.add(f"{folder}/shard-0-9{number}.json", body)
    found = newest_records(bucket, "lake", 10)
    assert len(found.records) == 4
    assert found.damaged == [f"{folder}/shard-0-9{number}.json" for number in range(4)]


def test_batches_that_lambda_gave_up_are_among_them() -> None:
    bucket = kept()
    event = lambda_event([b"good", b"good"], first_sequence_number=7, shard_id="shard-0", arrived_at=NOON)
    document = {
        "requestContext": {
            "functionArn": "arn:aws:lambda:us-east-1:000000000000:function:finpulse-aggregator",
            "condition": "RecordAgeExceeded",
        },
        "payload": json.dumps(event),
    }
    bucket.add("aws/lambda/uuid/shard-0/2026/11/20/2026-11-20T17.00.00-x", json.dumps(document).encode())
    bucket.add("aws/lambda/uuid/shard-0/2026/11/20/2026-11-20T17.00.00-y", b'{"requestContext": {}}')
    found = every_record(bucket, "lake", [record_id("shard-0", "8")])
    [record] = found.records
    assert (record.data, record.reasons) == (b"good", {"finpulse-aggregator": "given up by Lambda: RecordAgeExceeded"})
    assert found.damaged == ["aws/lambda/uuid/shard-0/2026/11/20/2026-11-20T17.00.00-y"]
    assert len(newest_records(bucket, "lake", 10).records) == 6
