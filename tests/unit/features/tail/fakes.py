"""AWS clients in memory, as much of each as the readers use, with pages so small that every reading has several."""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from finpulse_cli.core.paths import TargetHome
from finpulse_cli.features.tail.base import Source
from finpulse_cli.stack.outputs import StackOutputs
from lambdas.shared.adapters.dynamodb.anomaly_item import anomaly_item
from lambdas.shared.adapters.dynamodb.codec import from_item, to_item
from lambdas.shared.domain.timestamps import format_timestamp
from tests.factories import NOON

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from lambdas.shared.domain.anomaly import Anomaly

PAGE = 2
_BETWEEN = re.compile(r"(\S+) BETWEEN (:\w+) AND (:\w+)")
_COMPARED = re.compile(r"(\S+) (=|>|>=|<=) (:\w+)")
_OPERATORS = {"=": operator.eq, ">": operator.gt, ">=": operator.ge, "<=": operator.le}


@dataclass
class Paginator:
    """A paginator whose pages are those of `pages`."""

    pages: Callable[..., Iterator[dict[str, Any]]]

    def paginate(self, **arguments: Any) -> Iterator[dict[str, Any]]:
        """The pages."""
        return self.pages(**arguments)


@dataclass
class FakeS3:
    """Objects by key: the bytes, and when they were written."""

    objects: dict[str, tuple[bytes, datetime]] = field(default_factory=dict)
    opened: list[str] = field(default_factory=list)

    def add(self, key: str, data: bytes = b"", seconds: float = 0) -> None:
        """Write an object, `seconds` after NOON."""
        self.objects[key] = (data, NOON + timedelta(seconds=seconds))

    def get_paginator(self, operation: str) -> Paginator:
        """ListObjectsV2 only."""
        assert operation == "list_objects_v2"
        return Paginator(self._list)

    def get_object(self, **arguments: Any) -> dict[str, Any]:
        """The bytes of a key."""
        key = arguments["Key"]
        self.opened.append(key)
        return {"Body": SimpleNamespace(read=lambda: self.objects[key][0])}

    def _list(self, **arguments: Any) -> Iterator[dict[str, Any]]:
        prefix, delimiter = arguments["Prefix"], arguments.get("Delimiter")
        assert delimiter in (None, "/")
        below = [key for key in sorted(self.objects) if key.startswith(prefix)]
        inner = [key for key in below if delimiter and delimiter in key[len(prefix) :]]
        folders = {f"{prefix}{key[len(prefix) :].partition('/')[0]}/": None for key in inner}
        files = [key for key in below if key not in inner]
        yield {"CommonPrefixes": [{"Prefix": folder} for folder in folders]} if folders else {}
        for start in range(0, len(files), PAGE):
            yield {"Contents": [self._entry(key) for key in files[start : start + PAGE]]}

    def _entry(self, key: str) -> dict[str, Any]:
        data, modified = self.objects[key]
        return {"Key": key, "Size": len(data), "LastModified": modified, "ETag": f'"{hash((data, modified)):x}"'}


@dataclass
class FakeKinesis:
    """Records by shard, each with its sequence number as text and its moment of arrival."""

    shards: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    iterators: list[dict[str, Any]] = field(default_factory=list)

    def put(self, data: bytes, *, shard: str = "shard-0", seconds: float = 0, key: str = "AAPL") -> None:
        """Append a record that arrived `seconds` after NOON."""
        number = sum(len(records) for records in self.shards.values()) + 1
        self.shards.setdefault(shard, []).append(
            {
                "SequenceNumber": str(number),
                "PartitionKey": key,
                "ApproximateArrivalTimestamp": NOON + timedelta(seconds=seconds),
                "Data": data,
            }
        )

    def get_paginator(self, operation: str) -> Paginator:
        """ListShards only."""
        assert operation == "list_shards"
        return Paginator(lambda **_: iter([{"Shards": [{"ShardId": shard}]} for shard in self.shards]))

    def get_shard_iterator(self, **arguments: Any) -> dict[str, str]:
        """An iterator `<shard> <place>`."""
        self.iterators.append(arguments)
        records = self.shards[arguments["ShardId"]]
        kind = arguments["ShardIteratorType"]
        if kind == "TRIM_HORIZON":
            place = 0
        elif kind == "AT_TIMESTAMP":
            place = sum(record["ApproximateArrivalTimestamp"] < arguments["Timestamp"] for record in records)
        else:
            assert kind == "AFTER_SEQUENCE_NUMBER"
            place = [record["SequenceNumber"] for record in records].index(arguments["StartingSequenceNumber"]) + 1
        return {"ShardIterator": f"{arguments['ShardId']} {place}"}

    def get_records(self, **arguments: Any) -> dict[str, Any]:
        """One page, and how far it is from the end."""
        shard, _, place = arguments["ShardIterator"].rpartition(" ")
        start = int(place)
        left = len(self.shards[shard]) - start - PAGE
        return {
            "Records": self.shards[shard][start : start + PAGE],
            "NextShardIterator": f"{shard} {start + PAGE}",
            "MillisBehindLatest": max(left, 0),
        }


class FakeCloudWatch:
    """Alarms of which none has ever changed."""

    def get_paginator(self, _operation: str) -> FakeCloudWatch:
        return self

    def paginate(self, **_asked: Any) -> list[dict[str, Any]]:
        return [{"AlarmHistoryItems": []}]


@dataclass
class FakeSqs:
    """A queue. A received message stays until it is deleted, and then `deletes` may be told to fail."""

    messages: list[dict[str, Any]] = field(default_factory=list)
    deletes: bool = True

    def receive_message(self, **arguments: Any) -> dict[str, Any]:
        """Up to as many messages as asked for; none leaves the key out, as SQS does."""
        batch = self.messages[: min(PAGE, arguments["MaxNumberOfMessages"])]
        return {"Messages": batch} if batch else {}

    def delete_message_batch(self, **arguments: Any) -> None:
        """Delete by receipt handle."""
        if not self.deletes:
            raise ConnectionError("the queue went away")
        gone = {entry["ReceiptHandle"] for entry in arguments["Entries"]}
        self.messages = [message for message in self.messages if message["ReceiptHandle"] not in gone]


@dataclass
class FakeDynamo:
    """Tables by name: the items, and the attribute they are queried by."""

    tables: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def query(self, **request: Any) -> dict[str, Any]:
        """Items that meet the key's condition and the filter, by default earliest first."""
        names = request.get("ExpressionAttributeNames", {})
        values = from_item(request["ExpressionAttributeValues"])
        asked = f"{request['KeyConditionExpression']} AND {request.get('FilterExpression', '')}"
        items = self.tables.get(request["TableName"], [])
        found = [item for item in items if _meets(item, asked, names, values)]
        newest_first = not request.get("ScanIndexForward", True)
        found = sorted(found, key=_moment, reverse=newest_first)[: request.get("Limit")]
        wanted = request.get("ProjectionExpression")
        kept = {names[name] for name in wanted.split(",")} if wanted else None
        return {"Items": [to_item({name: item[name] for name in item if not kept or name in kept}) for item in found]}

    def get_paginator(self, operation: str) -> Paginator:
        """Query only, one item a page."""
        assert operation == "query"
        return Paginator(lambda **request: iter([{"Items": [item]} for item in self.query(**request)["Items"]]))

    def add_feed(self, feed: str, *symbols: str, minutes_ago: int = 0) -> None:
        """Note a feed as the aggregator does, begun so many minutes before NOON."""
        at = format_timestamp(NOON - timedelta(minutes=minutes_ago))
        for symbol in symbols:
            self.tables.setdefault("counters", []).append(
                {"scope": "feeds", "bucket": f"{feed}#2026-11-20#{symbol}", "feed": feed, "symbol": symbol}
                | {"events": 30, "started_at": at, "newest_at": at, "expires_at": 2_000_000_000}
            )
            self.tables.setdefault("latest_prices", []).append(
                {"feed": feed, "symbol": symbol, "timestamp": at, "price": Decimal(1), "volume": Decimal(1)}
                | {"volume_kind": "interval", "source": "replay", "event_id": "0" * 32, "ingested_at": at}
                | {"expires_at": 2_000_000_000}
            )

    def add_anomaly(self, anomaly: Anomaly, *, alerted: bool = True) -> None:
        """Store an anomaly as the detector does."""
        self.tables.setdefault("anomalies", []).append(anomaly_item(anomaly, NOON) | {"alerted": alerted})


def _meets(item: dict[str, Any], asked: str, names: dict[str, str], values: dict[str, Any]) -> bool:
    for name, first, last in _BETWEEN.findall(asked):
        if not values[first] <= item[names.get(name, name)] <= values[last]:
            return False
    for name, sign, value in _COMPARED.findall(asked):
        if names.get(name, name) in item and not _OPERATORS[sign](item[names.get(name, name)], values[value]):
            return False
    return True


def _moment(item: dict[str, Any]) -> str:
    text: str = item.get("anomaly_id") or item.get("candle_timestamp") or item.get("bucket") or item["timestamp"]
    return text


@dataclass
class FakeLogs:
    """Log events in time order. With `cut` an answer ends there without a token, as MiniStack's does."""

    events: list[dict[str, Any]] = field(default_factory=list)
    cut: int | None = None

    def add(self, message: str, *, ms: int = 0, stream: str = "one", event_id: str | None = None) -> None:
        """Append an event, `ms` milliseconds after NOON."""
        identity = {"eventId": event_id} if event_id else {}
        timestamp = round(NOON.timestamp() * 1000) + ms
        self.events.append({"timestamp": timestamp, "message": message, "logStreamName": stream, **identity})
        self.events.sort(key=lambda event: event["timestamp"])

    def get_paginator(self, operation: str) -> Paginator:
        """FilterLogEvents only."""
        assert operation == "filter_log_events"
        return Paginator(self._filter)

    def _filter(self, **arguments: Any) -> Iterator[dict[str, Any]]:
        found = [event for event in self.events if event["timestamp"] >= arguments["startTime"]][: self.cut]
        for start in range(0, len(found), PAGE):
            yield {"events": found[start : start + PAGE]}


def outputs(*, inbox: str | None = "https://sqs.test/inbox") -> StackOutputs:
    """A stack whose tables, log groups and functions are called as in the code."""
    functions = (
        "data_ingester",
        "price_processor",
        "aggregator",
        "anomaly_detector",
        "api_handler",
        "push_gateway",
        "push_fanout",
    )
    tables = (
        "live_prices",
        "latest_prices",
        "price_candles",
        "session_starts",
        "counters",
        "anomalies",
        "detector_state",
        "consumer_progress",
    )
    return StackOutputs(
        region="us-east-1",
        stream_name="quotes",
        shard_count=1,
        tables={name: name for name in tables},
        lake_bucket="lake",
        alert_topic_arn="arn:aws:sns:us-east-1:000000000000:alerts",
        alert_inbox_url=inbox,
        functions={name: f"finpulse-{name.replace('_', '-')}" for name in functions},
        log_groups={name: f"/aws/lambda/{name}" for name in functions},
        account="000000000000",
        api_id="api",
        api_url="https://api.test",
        api_routes=["GET /prices", "$default"],
        cors_origins=["http://127.0.0.1:4568"],
        websocket_api_id="push",
        websocket_url="wss://push.test/live",
        firehose_name="lake",
        schedule_name="ingest",
        schedule_enabled=True,
        glue_database="finpulse",
        glue_table="raw_events",
        event_columns=[{"name": "event_id", "type": "string", "comment": "the id"}],
        athena_workgroup="finpulse",
        query_token_parameter="/finpulse/query-token",
        dashboard_bucket=None,
        dashboard_distribution_id=None,
        dashboard_url=None,
        symbols=["AAPL", "TSLA"],
        interval_seconds=60,
        exchange_hours="nyse",
    )


def source(
    home: Path,
    *,
    stack: StackOutputs | None = None,
    symbol: str | None = None,
    events: bool = False,
    feed: str | None = None,
    now: datetime = NOON,
    **clients: Any,
) -> Source:
    """A source on these clients, by their names in `finpulse_cli.stack.clients.Clients`; the clock stands at `now`."""
    given: Any = SimpleNamespace(**clients)
    return Source(given, stack or outputs(), TargetHome(home), lambda: now, symbol, events, feed)
