"""A stream, a function that notes what it is given, and a mapping between them, on the real emulator."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from tests.waiting import eventually

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.emulator import Emulator

ACCOUNT = "000000000000"
ANYTHING = [{"Effect": "Allow", "Action": "*", "Resource": "*"}]
PRELUDE = """
import base64, json, os, time

def handler(event, context):
    data = [base64.b64decode(it["kinesis"]["data"]).decode() for it in event["Records"]]
    note({"data": data, "event": event, "began": time.time()})
    return answer(event, data)

def note(what):
    with open(os.environ["NOTES"], "a") as notes:
        notes.write(json.dumps(what) + "\\n")

def report(*identifiers):
    return {"batchItemFailures": [{"itemIdentifier": it} for it in identifiers]}

def number(event, data, wanted):
    return event["Records"][data.index(wanted)]["kinesis"]["sequenceNumber"]
"""
SILENT = "def answer(event, data): return None"


class Streaming:
    """A stream of its own; functions and queues are named after it."""

    def __init__(self, emulator: Emulator, folder: Path, shards: int = 1, name: str = "") -> None:
        self.emulator, self.folder, self.name = emulator, folder, name or f"stream-{uuid4().hex[:8]}"
        self.kinesis, self.functions, self.queues = (emulator.client(it) for it in ("kinesis", "lambda", "sqs"))
        self.arn = f"arn:aws:kinesis:us-east-1:{ACCOUNT}:stream/{self.name}"
        if not name:
            self.kinesis.create_stream(StreamName=self.name, ShardCount=shards)

    def put(self, *data: str, key: str = "key") -> list[str]:
        """Put records in one call; their sequence numbers."""
        records = [{"Data": it.encode(), "PartitionKey": key} for it in data]
        answer = self.kinesis.put_records(StreamName=self.name, Records=records)
        return [it["SequenceNumber"] for it in answer["Records"]]

    def role(self, statements: list[dict[str, Any]]) -> str:
        """Make a role for a function, with these permissions."""
        iam, name = self.emulator.client("iam"), f"role-{uuid4().hex[:8]}"
        trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=_policy([trust]))
        if statements:
            iam.put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=_policy(statements))
        return f"arn:aws:iam::{ACCOUNT}:role/{name}"

    def function(self, code: str = SILENT, suffix: str = "", allowed: list[dict[str, Any]] = ANYTHING) -> str:
        """Make a function whose `answer(event, data)` is in `code`; its name."""
        name = f"{self.name}{suffix}"
        self.functions.create_function(
            FunctionName=name,
            Runtime="python3.12",
            Role=self.role(allowed),
            Handler="reader.handler",
            Timeout=20,
            Code={"ZipFile": _zipped(PRELUDE + code)},
            Environment={"Variables": {"NOTES": str(self._notes(name))}},
        )
        return name

    def custom_runtime(self, bootstrap: str) -> str:
        """Make a function that is its own runtime; its name."""
        body = io.BytesIO()
        with zipfile.ZipFile(body, "w") as archive:
            entry = zipfile.ZipInfo("bootstrap")
            entry.external_attr = 0o755 << 16
            archive.writestr(entry, bootstrap)
        self.functions.create_function(
            FunctionName=self.name,
            Runtime="provided.al2023",
            Role=self.role(ANYTHING),
            Handler="bootstrap",
            Code={"ZipFile": body.getvalue()},
        )
        return self.name

    def map(self, code: str = SILENT, suffix: str = "", start: str = "TRIM_HORIZON", **settings: Any) -> str:
        """Make a function and map the stream to it; the mapping's id, once it is enabled."""
        name = self.function(code, suffix)
        mapping = self.functions.create_event_source_mapping(
            FunctionName=name, EventSourceArn=self.arn, StartingPosition=start, **settings
        )["UUID"]
        eventually(lambda: self.mapping(mapping)["State"] == "Enabled")
        return str(mapping)

    def mapping(self, mapping: str) -> dict[str, Any]:
        """Return what GetEventSourceMapping says."""
        answer: dict[str, Any] = self.functions.get_event_source_mapping(UUID=mapping)
        return answer

    def notes(self, suffix: str = "") -> list[dict[str, Any]]:
        """Return what the function noted, one entry an invocation."""
        path = self._notes(f"{self.name}{suffix}")
        lines = path.read_text().splitlines() if path.exists() else []
        return [json.loads(line) for line in lines]

    def calls(self, suffix: str = "") -> list[list[str]]:
        """Return the data of each invocation."""
        return [note["data"] for note in self.notes(suffix) if "data" in note]

    def seen(self, suffix: str = "") -> list[str]:
        """Return the data of all invocations."""
        return [it for call in self.calls(suffix) for it in call]

    def sees(self, data: Iterable[str], suffix: str = "") -> list[str]:
        """Wait until the function was given all of it; everything it was given."""
        wanted = set(data)
        return eventually(lambda: self.seen(suffix) if wanted <= set(self.seen(suffix)) else None)

    def queue(self) -> tuple[str, str]:
        """Make a queue; its URL and ARN."""
        name = f"queue-{uuid4().hex[:8]}"
        return self.queues.create_queue(QueueName=name)["QueueUrl"], f"arn:aws:sqs:us-east-1:{ACCOUNT}:{name}"

    def received(self, url: str) -> list[dict[str, Any]]:
        """Return the JSON of the messages that are in a queue, and take them."""
        found = self.queues.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
        for message in found:
            self.queues.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return [json.loads(message["Body"]) for message in found]

    def message(self, url: str) -> dict[str, Any]:
        """Wait for the one message of a queue."""
        [message] = eventually(lambda: self.received(url))
        return message

    def shards(self) -> dict[str, dict[str, Any]]:
        """Return the shards that ListShards tells, by id."""
        return {it["ShardId"]: it for it in self.kinesis.list_shards(StreamName=self.name)["Shards"]}

    def _notes(self, name: str) -> Path:
        return self.folder / f"{name}.jsonl"


def failing_to(arn: str) -> dict[str, Any]:
    """Return the setting that sends what is given up to `arn`."""
    return {"DestinationConfig": {"OnFailure": {"Destination": arn}}}


def _policy(statements: list[dict[str, Any]]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def _zipped(code: str) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        archive.writestr("reader.py", code)
    return body.getvalue()
