"""Do stream, tables, lake and alerts agree? Worked out from the stream by the oracle, for one feed."""

from __future__ import annotations

import gzip
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from finpulse_cli.features.replay.partitions import read_partition
from finpulse_cli.features.tail.alerts import alerts_of
from finpulse_cli.stack.progress import CONSUMERS, read_progress
from lambdas.shared.errors import RecordError
from lambdas.shared.wire.event_json import decode_event
from tests.oracle.candles import candles
from tests.oracle.detector import verdicts
from tests.property.strategies import plain
from tests.waiting import eventually

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from finpulse_cli.core.paths import TargetHome
    from finpulse_cli.stack.clients import Clients
    from finpulse_cli.stack.outputs import StackOutputs
    from lambdas.shared.domain.event import PriceEvent


class Agreement:
    """Reads a stack; remembers how far it has read the stream, and which objects and messages it has seen."""

    def __init__(self, clients: Clients, stack: StackOutputs, home: TargetHome) -> None:
        self.clients, self.stack, self.home = clients, stack, home
        self._read: dict[str, str] = {}
        self._objects: set[str] = set()

    def stream(self, feed: str) -> list[PriceEvent]:
        """Return the feed's events in the stream, in its order, from where the last round ended."""
        return [event for _, event in self._records(feed)]

    def move_on(self, feed: str) -> None:
        """Begin behind this feed's events the next time."""
        for shard in self._shards():
            numbers = [sequence for sequence, _ in self._shard(shard, feed)]
            if numbers:
                self._read[shard] = numbers[-1]

    def wait_until_drained(self, feed: str) -> None:
        """Wait until every consumer is past the feed's last record."""
        last = max(int(sequence) for sequence, _ in self._records(feed))

        def drained() -> bool:
            found = read_progress(self.clients.dynamodb, self.stack.tables["consumer_progress"])
            at = {
                name: max((it.sequence_number for key, it in found.items() if key[0] == name), default=0)
                for name in CONSUMERS
            }
            return all(number >= last for number in at.values())

        eventually(drained, "the consumers' last checkpoint")

    def differences(self, feed: str) -> list[str]:
        """Return what does not agree with the stream."""
        events = [plain(event) for event in self.stream(feed)]
        ids = {event["event_id"] for event in events}
        series = sorted({f"{event['symbol']}@{feed}" for event in events})
        prices = Counter(item["event_id"] for name in series for item in self._items("live_prices", "series", name))
        expected_candles = {
            key: (it.open, it.high, it.low, it.close, it.volume, it.trades) for key, it in candles(events).items()
        }
        found_candles = {
            (name, it["candle_timestamp"]): (it["open"], it["high"], it["low"], it["close"], it["volume"], it["trades"])
            for name in series
            for it in self._items("price_candles", "series", name)
        }
        judged = [verdict for verdict in verdicts(events) if verdict.outcome == "anomaly"]
        anomalies = {
            it["event_id"]: bool(it.get("alerted"))
            for symbol in {event["symbol"] for event in events}
            for it in self._items("anomalies", "symbol", symbol)
            if it["feed"] == feed
        }
        alerts = Counter(alert["event_id"] for alert in self._inbox() if alert["feed"] == feed)
        lake = self._lake(feed)
        return [
            *_compared("prices", dict.fromkeys(ids, 1), prices),
            *_compared("candles", expected_candles, found_candles),
            *_compared("anomalies", {verdict.event_id: verdict.alerted for verdict in judged}, anomalies),
            *_compared("alerts", {verdict.event_id: 1 for verdict in judged if verdict.alerted}, alerts),
            *_compared("lake", dict.fromkeys(ids, True), dict.fromkeys(lake, True)),
        ]

    def _items(self, table: str, key: str, value: str) -> list[dict[str, Any]]:
        return list(read_partition(self.clients.dynamodb, self.stack.tables[table], (key, value)))

    def _shards(self) -> list[str]:
        return [it["ShardId"] for it in self.clients.kinesis.list_shards(StreamName=self.stack.stream_name)["Shards"]]

    def _records(self, feed: str) -> list[tuple[str, PriceEvent]]:
        return [found for shard in self._shards() for found in self._shard(shard, feed)]

    def _shard(self, shard: str, feed: str) -> Iterator[tuple[str, PriceEvent]]:
        place: dict[str, Any] = {"StreamName": self.stack.stream_name, "ShardId": shard}
        if shard in self._read:
            place |= {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "StartingSequenceNumber": self._read[shard]}
        else:
            place |= {"ShardIteratorType": "TRIM_HORIZON"}
        iterator: str | None = self.clients.kinesis.get_shard_iterator(**place)["ShardIterator"]
        while iterator:
            page = self.clients.kinesis.get_records(ShardIterator=iterator)
            for record in page["Records"]:
                with suppress(RecordError):  # bad records of an earlier run
                    event = decode_event(record["Data"])
                    if event.feed == feed:
                        yield record["SequenceNumber"], event
            iterator = page.get("NextShardIterator") if page["Records"] else None

    def _lake(self, feed: str) -> Counter[str]:
        bucket, found = self.stack.lake_bucket, Counter[str]()
        for page in self.clients.s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix="raw-data/"):
            for key in sorted({entry["Key"] for entry in page.get("Contents", [])} - self._objects):
                body = self.clients.s3.get_object(Bucket=bucket, Key=key)["Body"].read()
                for line in gzip.decompress(body).splitlines():
                    with suppress(RecordError):  # bad records of an earlier run are archived too
                        event = decode_event(line)
                        found.update([event.event_id] if event.feed == feed else [])
        return found

    def _inbox(self) -> Iterable[dict[str, Any]]:
        arrived = alerts_of(self.clients, self.stack, self.home)
        assert arrived is not None
        arrived.collect()
        return arrived.alerts()


def _compared(what: str, expected: dict[Any, Any], found: dict[Any, Any]) -> list[str]:
    """Return a line for each key that differs, five at the most."""
    keys = [key for key in expected.keys() | found.keys() if expected.get(key) != found.get(key)]
    return [f"{what}: {key}: {expected.get(key)} expected, {found.get(key)} found" for key in sorted(keys, key=str)[:5]]
