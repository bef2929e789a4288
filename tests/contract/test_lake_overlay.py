"""Firehose and Athena of the real emulator with the overlay: what reaches the bucket, and what SQL finds there."""

from __future__ import annotations

import gzip
import json
import re
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.errors import FailedError
from tests.contract.lakes import LIMIT_BYTES, AthenaTable, Lake
from tests.waiting import eventually

if TYPE_CHECKING:
    from tests.emulator import Emulator


def test_records_are_gathered_into_one_object_named_and_foldered_as_on_aws(emulator: Emulator) -> None:
    lake = Lake(emulator, FileExtension=".json.gz").direct()
    lake.put(b"1\n", b"2\n")
    lake.put(b"3\n")
    assert lake.objects() == {}
    lake.flush()
    [(key, body)] = lake.objects().items()
    folder = r"raw/year=\d{4}/month=\d\d/day=\d\d/"
    assert re.fullmatch(rf"{folder}{lake.name}-1-\d{{4}}(-\d\d){{5}}-[0-9a-f-]{{36}}\.json\.gz", key)
    assert gzip.decompress(body) == b"1\n2\n3\n"


def test_records_of_a_kinesis_stream_are_gathered_in_their_order(emulator: Emulator) -> None:
    lake = Lake(emulator).behind_kinesis()
    lake.kinesis.put_record(StreamName=lake.name, Data=b"0\n", PartitionKey="a")
    records = [{"Data": f"{number}\n".encode(), "PartitionKey": "a"} for number in range(1, 300)]
    lake.kinesis.put_records(StreamName=lake.name, Records=records)
    lake.flush()
    [(key, body)] = lake.objects().items()
    assert key.endswith(".gz")
    assert gzip.decompress(body).split() == [str(number).encode() for number in range(300)]


def test_a_full_buffer_is_written_without_being_asked(emulator: Emulator) -> None:
    lake = Lake(emulator, CompressionFormat="UNCOMPRESSED").direct()
    lake.put(*[b"x" * 400_000] * 3)
    [body] = eventually(lambda: list(lake.objects().values()))
    assert len(body) == 1_200_000


def test_without_an_interval_everything_is_written_soon(emulator: Emulator) -> None:
    lake = Lake(emulator, BufferingHints={"SizeInMBs": 1, "IntervalInSeconds": 0}).direct()
    lake.put(b"1\n")
    [body] = eventually(lambda: list(lake.objects().values()))
    assert gzip.decompress(body) == b"1\n"


def test_a_delimiter_is_put_behind_each_record(emulator: Emulator) -> None:
    lake = Lake(
        emulator, ProcessingConfiguration={"Enabled": True, "Processors": [{"Type": "AppendDelimiterToRecord"}]}
    ).direct()
    lake.put(b"1", b"2")
    lake.flush()
    assert [gzip.decompress(body) for body in lake.objects().values()] == [b"1\n2\n"]


def test_a_new_configuration_is_for_records_that_come_after_it(emulator: Emulator) -> None:
    lake = Lake(emulator, FileExtension=".json.gz").direct()
    lake.put(b"1\n")
    described = lake.firehose.describe_delivery_stream(DeliveryStreamName=lake.name)["DeliveryStreamDescription"]
    lake.firehose.update_destination(
        DeliveryStreamName=lake.name,
        CurrentDeliveryStreamVersionId=described["VersionId"],
        DestinationId=described["Destinations"][0]["DestinationId"],
        ExtendedS3DestinationUpdate={"CompressionFormat": "UNCOMPRESSED", "FileExtension": ".json"},
    )
    lake.put(b"2\n")
    lake.flush()
    found = {key.partition(".")[2]: body for key, body in lake.objects().items()}
    assert gzip.decompress(found["json.gz"]) == b"1\n"
    assert found["json"] == b"2\n"


def test_what_cannot_be_written_is_kept_until_it_can(emulator: Emulator) -> None:
    lake = Lake(emulator).direct()
    lake.s3.delete_bucket(Bucket=lake.name)
    lake.put(b"1\n")
    with pytest.raises(FailedError, match="1 events"):
        lake.flush()
    lake.s3.create_bucket(Bucket=lake.name)
    lake.flush()
    assert [gzip.decompress(body) for body in lake.objects().values()] == [b"1\n"]


def test_a_deleted_stream_takes_its_buffer_with_it(emulator: Emulator) -> None:
    lake = Lake(emulator).direct()
    lake.put(b"1\n")
    lake.firehose.delete_delivery_stream(DeliveryStreamName=lake.name)
    lake.flush()
    assert lake.objects() == {}


def test_a_destination_that_partitions_by_content_keeps_the_emulators_own_delivery(emulator: Emulator) -> None:
    query = {"ParameterName": "MetadataExtractionQuery", "ParameterValue": "{symbol: .symbol}"}
    engine = {"ParameterName": "JsonParsingEngine", "ParameterValue": "JQ-1.6"}
    lake = Lake(
        emulator,
        CompressionFormat="UNCOMPRESSED",
        Prefix="!{partitionKeyFromQuery:symbol}/",
        BufferingHints={"SizeInMBs": 64, "IntervalInSeconds": 60},
        DynamicPartitioningConfiguration={"Enabled": True},
        ProcessingConfiguration={
            "Enabled": True,
            "Processors": [{"Type": "MetadataExtraction", "Parameters": [query, engine]}],
        },
    ).direct()
    lake.put(b'{"symbol":"AAPL"}')
    [key] = eventually(lake.objects)
    assert key.startswith("AAPL/")


@pytest.fixture(scope="module")
def athena(emulator: Emulator) -> AthenaTable:
    made = AthenaTable(emulator)
    made.add(json.dumps({"id": "1", "timestamp": "2026-11-20T14:31:00.000Z"}), "damaged {")
    return made


def test_a_time_stays_text_and_a_damaged_line_is_a_row_of_nulls(athena: AthenaTable) -> None:
    assert athena.rows('SELECT id, "timestamp", day FROM events ORDER BY id NULLS LAST') == [
        ["1", "2026-11-20T14:31:00.000Z", "20"],
        [None, None, "20"],
    ]


def test_the_bytes_scanned_are_those_of_the_objects(emulator: Emulator) -> None:
    athena = AthenaTable(emulator)
    size = athena.add('{"id":"1"}') + athena.add('{"id":"2"}', name="raw/day=21/b.json.gz")
    assert athena.run("SELECT count(*) AS n FROM events")["Statistics"]["DataScannedInBytes"] == size


def test_beyond_the_workgroups_limit_a_query_is_cancelled_as_on_aws(emulator: Emulator) -> None:
    athena = AthenaTable(emulator)
    athena.s3.put_object(Bucket=athena.bucket, Key="raw/day=20/a.json", Body=b"\n" * (LIMIT_BYTES + 1))
    status = athena.run("SELECT count(*) AS n FROM events")["Status"]
    assert (status["State"], status["StateChangeReason"]) == ("CANCELLED", "Bytes scanned limit was exceeded")


def test_a_stopped_query_never_ends_well(athena: AthenaTable) -> None:
    assert athena.run("SELECT count(*) AS n FROM events", stop=True)["Status"]["State"] == "CANCELLED"


def test_sql_that_is_not_trinos_fails_and_says_where(athena: AthenaTable) -> None:
    status = athena.run("SELEC 1")["Status"]
    assert status["State"] == "FAILED"
    assert status["StateChangeReason"].startswith("SYNTAX_ERROR: line 1:")
