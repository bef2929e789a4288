"""Records that can never be events end in quarantine with a reason; those around them are stored."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from lambdas.shared.domain.event import Source, VolumeKind, make_event
from lambdas.shared.domain.feed import LIVE
from lambdas.shared.domain.sessions import trading_day_of
from lambdas.shared.domain.timestamps import floor_millisecond
from lambdas.shared.wire.event_json import encode_event
from tests.waiting import eventually

if TYPE_CHECKING:
    from tests.e2e.sandbox import Sandbox

CONSUMERS = {"price_processor", "aggregator", "anomaly_detector"}


def good(price: int) -> bytes:
    """An event of a symbol that nothing else uses, quoted `price` seconds before now."""
    now = floor_millisecond(datetime.now(UTC)) - timedelta(seconds=price)
    return encode_event(
        make_event(
            feed=LIVE,
            symbol="GOOD",
            price=Decimal(price),
            volume=Decimal(1),
            volume_kind=VolumeKind.INTERVAL,
            session=trading_day_of(now),
            change_percent=None,
            timestamp=now,
            ingested_at=now,
            source=Source.ALPHA_VANTAGE,
        )
    )


def spoiled(**members: Any) -> bytes:
    """An event line with some members replaced, or taken out where the value is None."""
    line = json.loads(good(1)) | members
    return json.dumps(
        {name: value for name, value in line.items() if value is not None or name == "change_percent"}
    ).encode()


BAD = {
    "NaN": (good(1).replace(b'"price":1,', b'"price":NaN,'), "NaN"),
    "negative": (spoiled(price=-5), "not above zero"),
    "missing": (spoiled(price=None), "price is missing"),
    "huge": (spoiled(price=1e30), "price is beyond"),
    "not JSON": (b"not json at all", "not JSON"),
    "wrong schema": (spoiled(schema=3), "schema is neither 1 nor 2"),
    "the future": (spoiled(timestamp="2999-12-31T23:59:59.000Z"), "more than five minutes after"),
    "spread over lines": (good(1).replace(b",", b",\n"), "line 1"),
    "no line": (b"\n", "record is empty"),
    "1 MB": (b"x" * 1_000_000, "larger than"),
}


def put(sandbox: Sandbox, records: list[dict[str, Any]]) -> None:
    """Puts every record; a shard may refuse some of so large a request."""
    kinesis, left = sandbox.clients.kinesis, records

    def all_taken() -> bool:
        nonlocal left
        results = kinesis.put_records(StreamName=sandbox.stack.stream_name, Records=left)["Records"]  # type: ignore[arg-type]
        left = [record for record, result in zip(left, results, strict=True) if result.get("ErrorCode")]
        return not left

    eventually(all_taken, "every record on the stream")


@pytest.fixture(scope="module")
def quarantined(sandbox: Sandbox) -> dict[str, list[dict[str, Any]]]:
    """Every quarantined record by its partition key, once all consumers have put each of them there."""
    # one record that is two events, one of them ended with a newline as the second is not
    records = [{"Data": good(98) + b"\n" + good(99), "PartitionKey": "first"}]
    for name, (data, _) in BAD.items():
        records += [{"Data": data, "PartitionKey": name}, {"Data": good(100 + len(records)), "PartitionKey": "between"}]
    put(sandbox, records)

    def found() -> dict[str, list[dict[str, Any]]]:
        by_key: dict[str, list[dict[str, Any]]] = {}
        s3, bucket = sandbox.clients.s3, sandbox.stack.lake_bucket
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix="quarantine/"):
            for entry in page.get("Contents", []):
                body = json.loads(s3.get_object(Bucket=bucket, Key=entry["Key"])["Body"].read())
                by_key.setdefault(body["partition_key"], []).append(body)
        return by_key if sum(map(len, by_key.values())) >= len(BAD) * len(CONSUMERS) else {}

    result: dict[str, list[dict[str, Any]]] = eventually(found, "quarantine by every consumer")
    return result


@pytest.mark.parametrize("name", BAD)
def test_a_bad_record_is_kept_with_its_reason_by_every_consumer(
    quarantined: dict[str, list[dict[str, Any]]], name: str
) -> None:
    assert {entry["consumer"] for entry in quarantined[name]} == CONSUMERS
    assert all(BAD[name][1] in entry["reason"] for entry in quarantined[name])


def test_the_records_around_them_are_stored(sandbox: Sandbox, quarantined: dict[str, list[dict[str, Any]]]) -> None:
    assert quarantined.keys() == BAD.keys()
    eventually(
        lambda: len(sandbox.json("tail", "prices", "--symbol", "GOOD")) == len(BAD) + 2, "every good event being stored"
    )


def test_the_cli_shows_them(sandbox: Sandbox, quarantined: dict[str, list[dict[str, Any]]]) -> None:
    rows = sandbox.json("tail", "quarantine", "--limit", "100")
    assert len(rows) >= len(BAD) * len(CONSUMERS)
    assert {row["consumer"] for row in rows} == CONSUMERS
    assert all(row["reason"] for row in rows)
    assert quarantined
