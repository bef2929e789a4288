from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finpulse_cli.features.tail.quarantine import open_reader
from lambdas.shared.adapters.s3_quarantine import FEW, S3Quarantine
from lambdas.shared.wire.kinesis_records import StreamRecord
from tests.factories import NOON, SHARD
from tests.unit.features.tail.fakes import FakeS3, source

if TYPE_CHECKING:
    from pathlib import Path

    from finpulse_cli.features.tail.base import Reader


class WritableS3(FakeS3):
    """Takes what the consumers' own adapter puts."""

    def put_object(self, **arguments: Any) -> None:
        """Store one object."""
        self.add(arguments["Key"], arguments["Body"], seconds=len(self.objects))


def quarantined(*records: tuple[str, str, bytes]) -> WritableS3:
    """Records of (consumer, partition key, data)."""
    s3 = WritableS3()
    client: Any = s3
    for number, (consumer, key, data) in enumerate(records):
        record = StreamRecord(SHARD, str(number), key, NOON, data)
        S3Quarantine(lambda: client, "lake").keep(consumer, [(record, f"reason {number}")])
    return s3


def opened(tmp_path: Path, s3: FakeS3, symbol: str | None = None) -> Reader[Any]:
    return open_reader(source(tmp_path, s3=s3, symbol=symbol))


def test_reason_consumer_number_and_first_bytes(tmp_path: Path) -> None:
    reader = opened(tmp_path, quarantined(("aggregator", "AAPL", b"\x00not json")))
    [row] = reader.latest(10).rows
    assert row.values["reason"] == "reason 0"
    assert row.values["sequence_number"] == "0"
    assert row.values["bytes"] == 9
    shown = [column.cell(row.values, NOON).plain for column in reader.columns]
    assert shown == ["17:00:00", "0s", "aggregator", "AAPL", "live", "reason 0", "9", "\\x00not json", "0"]


def test_all_consumers_in_the_order_of_writing(tmp_path: Path) -> None:
    s3 = quarantined(("price_processor", "A", b""), ("aggregator", "A", b""), ("price_processor", "B", b""))
    reader = opened(tmp_path, s3)
    page = reader.latest(2)
    assert [row.values["reason"] for row in page.rows] == ["reason 1", "reason 2"]
    assert reader.fresh(page.cursor).rows == []


def test_one_symbol_by_partition_key(tmp_path: Path) -> None:
    s3 = quarantined(("aggregator", "A", b""), ("aggregator", "B", b""))
    assert [row.values["partition_key"] for row in opened(tmp_path, s3, "A").latest(1).rows] == ["A"]


def test_one_feed_by_partition_key(tmp_path: Path) -> None:
    s3 = quarantined(("aggregator", "A", b""), ("aggregator", "A@calm.one", b""))
    reader = open_reader(source(tmp_path, s3=s3, feed="calm.one"))
    [row] = reader.latest(5).rows
    assert (row.values["feed"], row.values["symbol"]) == ("calm.one", "A")
    assert len(opened(tmp_path, s3, "A").latest(5).rows) == 2


def flood(s3: WritableS3, first: int) -> None:
    """A batch of more bad records than get an object each."""
    client: Any = s3
    records = [StreamRecord(SHARD, str(first + number), "A", NOON, b"x") for number in range(FEW + 4)]
    S3Quarantine(lambda: client, "lake").keep("aggregator", [(record, "bad") for record in records])


def test_each_record_of_a_flood_is_a_row(tmp_path: Path) -> None:
    s3 = quarantined(("price_processor", "A", b""))
    flood(s3, 100)
    rows = opened(tmp_path, s3).latest(5).rows
    assert [row.values["sequence_number"] for row in rows] == [str(number) for number in range(115, 120)]
    assert len(opened(tmp_path, s3).latest(100).rows) == 1 + FEW + 4


def test_a_record_that_came_again_in_another_batch_is_the_same_row(tmp_path: Path) -> None:
    s3 = quarantined(("aggregator", "A", b""))
    for first in (100, 110):
        flood(s3, first)
    assert len({row.key for row in opened(tmp_path, s3).latest(100).rows}) == 1 + FEW + 4 + 10


def test_damaged_objects_do_not_stop_the_others(tmp_path: Path) -> None:
    s3 = quarantined(("aggregator", "A", b""))
    for number, body in enumerate((b"", b"[]", b'{"data": "@"}', b"\xff", b'{"data": 5}')):
        s3.add(f"quarantine/consumer=aggregator/year=2026/month=11/day=21/{number}.json", body, seconds=50)
    rows = opened(tmp_path, s3).latest(10).rows
    assert [row.values["reason"] for row in rows] == ["reason 0"] + ["this quarantine object is damaged"] * 5
