from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from finpulse_cli.features.tail.stream import PAGE_PAUSE_SECONDS, StreamReader
from lambdas.shared.wire.event_json import encode_event
from tests.factories import NOON, price_event
from tests.unit.features.tail.fakes import FakeKinesis

NOW = NOON + timedelta(hours=2)


def reader(
    kinesis: FakeKinesis, symbol: str | None = None, pauses: list[float] | None = None, feed: str | None = None
) -> StreamReader:
    client: Any = kinesis
    noted = pauses if pauses is not None else []
    return StreamReader(client, "quotes", lambda: NOW, symbol, feed, noted.append)


def put(kinesis: FakeKinesis, *seconds: float, shard: str = "shard-0", symbol: str = "AAPL") -> None:
    for second in seconds:
        event = price_event(100, seconds=second, symbol=symbol)
        kinesis.put(encode_event(event), shard=shard, seconds=second, key=symbol)


def arrivals(rows: list[Any]) -> list[str]:
    return [row.values["arrived_at"][11:19] for row in rows]


def test_latest_of_all_shards_in_order_of_arrival() -> None:
    kinesis = FakeKinesis()
    put(kinesis, 7170, 7190)
    put(kinesis, 7160, 7180, shard="shard-1")
    rows = reader(kinesis).latest(3).rows
    assert arrivals(rows) == ["18:59:30", "18:59:40", "18:59:50"]
    assert [row.values["shard_id"] for row in rows] == ["shard-0", "shard-1", "shard-0"]


@pytest.mark.parametrize(
    ("seconds", "kinds"),
    [
        ((7190, 7195), ["AT_TIMESTAMP"]),
        ((5000, 7195), ["AT_TIMESTAMP", "AT_TIMESTAMP"]),
        ((0, 7195), ["AT_TIMESTAMP", "AT_TIMESTAMP", "TRIM_HORIZON"]),
    ],
)
def test_it_looks_back_only_as_far_as_the_limit_needs(seconds: tuple[int, ...], kinds: list[str]) -> None:
    kinesis = FakeKinesis()
    put(kinesis, *seconds)
    assert len(reader(kinesis).latest(2).rows) == 2
    assert [asked["ShardIteratorType"] for asked in kinesis.iterators] == kinds


def test_it_reads_to_the_tip_and_pauses_between_pages() -> None:
    kinesis = FakeKinesis()
    put(kinesis, *range(7190, 7195))
    pauses: list[float] = []
    assert len(reader(kinesis, pauses=pauses).latest(5).rows) == 5
    assert pauses == [PAGE_PAUSE_SECONDS] * 2


def test_fresh_goes_on_after_the_last_record_of_each_shard() -> None:
    kinesis = FakeKinesis({"shard-0": [], "shard-1": []})
    put(kinesis, 7190)
    tail = reader(kinesis)
    page = tail.latest(10)
    put(kinesis, 7201)
    put(kinesis, 7202, shard="shard-1")
    page = tail.fresh(page.cursor)
    assert arrivals(page.rows) == ["19:00:01", "19:00:02"]
    assert tail.fresh(page.cursor).rows == []


def test_fresh_finds_the_shards_of_a_split() -> None:
    kinesis = FakeKinesis()
    put(kinesis, 7190)
    tail = reader(kinesis)
    page = tail.latest(10)
    put(kinesis, 7201, shard="shard-new")
    assert arrivals(tail.fresh(page.cursor).rows) == ["19:00:01"]


def test_a_bad_record_stands_among_the_others_under_its_partition_key() -> None:
    kinesis = FakeKinesis()
    put(kinesis, 7190)
    kinesis.put(b"nonsense", seconds=7191, key="EVIL")
    good, bad = reader(kinesis).latest(10).rows
    assert good.values["problem"] is None
    assert bad.values["symbol"] == "EVIL"
    assert bad.values["problem"].startswith("record is not JSON")


def test_one_symbol() -> None:
    kinesis = FakeKinesis()
    put(kinesis, 7190, 7191)
    put(kinesis, 7192, symbol="TSLA")
    tail = reader(kinesis, symbol="TSLA")
    page = tail.latest(10)
    assert [row.values["symbol"] for row in page.rows] == ["TSLA"]
    put(kinesis, 7202)
    assert tail.fresh(page.cursor).rows == []
