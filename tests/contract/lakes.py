"""A delivery stream and an Athena table of a test's own, on the real emulator."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import uuid4

from finpulse_cli.targets.embedded.ministack import flush_lake
from tests.waiting import eventually

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.emulator import Emulator

LIMIT_BYTES = 10_000_000  # the lowest that Athena takes
ROLE = "arn:aws:iam::000000000000:role/firehose"
ID_AND_TIME = (("id", "string"), ("timestamp", "string"))
DAY = "year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}/"


class Lake:
    """A delivery stream of its own, with its bucket."""

    def __init__(self, emulator: Emulator, **settings: Any) -> None:
        self.emulator, self.name = emulator, f"lake-{uuid4().hex[:8]}"
        self.s3, self.firehose, self.kinesis = (emulator.client(name) for name in ("s3", "firehose", "kinesis"))
        self.s3.create_bucket(Bucket=self.name)
        self.settings = {
            "RoleARN": ROLE,
            "BucketARN": f"arn:aws:s3:::{self.name}",
            "Prefix": f"raw/{DAY}",
            "ErrorOutputPrefix": "errors/",
            "BufferingHints": {"SizeInMBs": 1, "IntervalInSeconds": 900},
            "CompressionFormat": "GZIP",
            **settings,
        }

    def direct(self) -> Lake:
        """Fed by puts."""
        self.firehose.create_delivery_stream(
            DeliveryStreamName=self.name, ExtendedS3DestinationConfiguration=self.settings
        )
        return self

    def behind_kinesis(self) -> Lake:
        """Fed by a stream of the same name."""
        trust = json.dumps({"Version": "2012-10-17", "Statement": []})
        self.emulator.client("iam").create_role(RoleName=self.name, AssumeRolePolicyDocument=trust)
        role = f"arn:aws:iam::000000000000:role/{self.name}"
        self.kinesis.create_stream(StreamName=self.name, ShardCount=1)
        arn = self.kinesis.describe_stream_summary(StreamName=self.name)["StreamDescriptionSummary"]["StreamARN"]
        self.firehose.create_delivery_stream(
            DeliveryStreamName=self.name,
            DeliveryStreamType="KinesisStreamAsSource",
            KinesisStreamSourceConfiguration={"KinesisStreamARN": arn, "RoleARN": role},
            ExtendedS3DestinationConfiguration=self.settings,
        )
        return self

    def put(self, *records: bytes) -> None:
        """Put records, to Firehose itself."""
        for start in range(0, len(records), 500):
            batch = [{"Data": record} for record in records[start : start + 500]]
            answer = self.firehose.put_record_batch(DeliveryStreamName=self.name, Records=batch)
            assert answer["FailedPutCount"] == 0

    def flush(self) -> None:
        """As `replay` does at its end."""
        flush_lake(urlsplit(self.emulator.endpoint).port or 0)

    def objects(self) -> dict[str, bytes]:
        """What lies in the bucket."""
        listed = self.s3.list_objects_v2(Bucket=self.name).get("Contents", [])
        return {entry["Key"]: self.s3.get_object(Bucket=self.name, Key=entry["Key"])["Body"].read() for entry in listed}


class AthenaTable:
    """A table over a bucket, behind a workgroup with a scan limit."""

    def __init__(
        self,
        emulator: Emulator,
        table: str = "events",
        columns: Sequence[tuple[str, str]] = ID_AND_TIME,
        folders: Sequence[str] = ("day",),
    ) -> None:
        self.client, self.s3, self.glue = (emulator.client(name) for name in ("athena", "s3", "glue"))
        self.name = f"lake_{uuid4().hex[:8]}"
        self.bucket = self.name.replace("_", "-")
        self.s3.create_bucket(Bucket=self.bucket)
        self.glue.create_database(DatabaseInput={"Name": self.name})
        self.glue.create_table(
            DatabaseName=self.name,
            TableInput={
                "Name": table,
                "Parameters": {"classification": "json"},
                "PartitionKeys": [{"Name": name, "Type": "int"} for name in folders],
                "StorageDescriptor": {
                    "Columns": [{"Name": name, "Type": kind} for name, kind in columns],
                    "Location": f"s3://{self.bucket}/raw/",
                    "SerdeInfo": {
                        "SerializationLibrary": "org.openx.data.jsonserde.JsonSerDe",
                        "Parameters": {"ignore.malformed.json": "true"},
                    },
                },
            },
        )
        results = {"OutputLocation": f"s3://{self.bucket}/results/"}
        self.client.create_work_group(
            Name=self.name,
            Configuration={"ResultConfiguration": results, "BytesScannedCutoffPerQuery": LIMIT_BYTES},
        )

    def add(self, *lines: str, name: str = "raw/day=20/a.json.gz") -> int:
        """Put an object; its size."""
        body = gzip.compress("".join(f"{line}\n" for line in lines).encode())
        self.s3.put_object(Bucket=self.bucket, Key=name, Body=body)
        return len(body)

    def run(self, sql: str, *, stop: bool = False) -> dict[str, Any]:
        """The execution when it is over."""
        query = self.client.start_query_execution(
            QueryString=sql, WorkGroup=self.name, QueryExecutionContext={"Database": self.name}
        )["QueryExecutionId"]
        if stop:
            self.client.stop_query_execution(QueryExecutionId=query)

        def over() -> dict[str, Any] | None:
            execution: dict[str, Any] = self.client.get_query_execution(QueryExecutionId=query)["QueryExecution"]
            finished = execution["Status"].get("CompletionDateTime")
            return execution if finished and execution["Status"]["State"] != "RUNNING" else None

        execution: dict[str, Any] = eventually(over)
        return execution

    def rows(self, sql: str) -> list[list[str | None]]:
        """The rows of a query that goes well."""
        execution = self.run(sql)
        assert execution["Status"]["State"] == "SUCCEEDED", execution["Status"]
        page = self.client.get_query_results(QueryExecutionId=execution["QueryExecutionId"])
        return [[cell.get("VarCharValue") for cell in row["Data"]] for row in page["ResultSet"]["Rows"][1:]]
