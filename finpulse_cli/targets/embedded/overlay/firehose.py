"""Firehose's delivery to S3 as AWS does it: records gathered to objects, compressed, named and foldered by arrival.

MiniStack hands over each record as it comes (from a Kinesis stream or a put) and would write one object for it. Here
it joins its destination's batch; `Deliveries.write` turns batches into objects. Destinations that convert or
partition their records keep the emulator's own delivery.
"""

from __future__ import annotations

import contextvars
import logging
import threading
import time
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from finpulse_cli.targets.embedded.overlay.buffers import Batch, Rules, rules_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from finpulse_cli.targets.embedded.overlay.lake_marks import LakeMarks

RETRY_SECONDS = 5.0
_log = logging.getLogger("firehose")
Record = tuple[str, bytes]  # id, data


@dataclass(frozen=True, slots=True)
class Flushed:
    """What a flush wrote, and how many records are left because their object could not be written."""

    objects: int
    records: int
    left: int


@dataclass(eq=False, slots=True)
class _Delivery:
    """A batch with where it goes, by the configuration that it was begun with.

    `arrived` is the first record's arrival in the destination's time zone; `context` the account and region of the
    put, which MiniStack keeps in context variables; `mark` lies below its records.
    """

    stream: dict[str, Any]
    version: int
    config: dict[str, Any]
    batch: Batch
    arrived: time.struct_time
    destination_id: str
    mark: str  # see `lake_marks`
    context: contextvars.Context = field(default_factory=contextvars.copy_context)
    not_before: float = 0.0


class Deliveries:
    """All batches of all streams. `accept` may run on any thread, `write` runs on the emulator's own loop."""

    def __init__(self, clock: Callable[[], float], marks: LakeMarks) -> None:
        self._clock = clock
        self._marks = marks
        self._emulated = import_module("ministack.services.firehose")
        self._deliver_one_by_one = self._emulated._deliver_records_to_s3
        self._ingest_one_by_one = self._emulated.ingest_from_kinesis_source
        self._open: dict[tuple[str, str], _Delivery] = {}  # by stream ARN and destination
        self._closed: list[_Delivery] = []
        self._lock = threading.Lock()

    def accept(self, stream: dict[str, Any], destination: dict[str, Any], records: Iterable[Record]) -> None:
        """Take the place of MiniStack's `_deliver_records_to_s3`."""
        rules = rules_of(destination["config"])
        if rules is None:
            self._deliver_one_by_one(stream, destination, records)
            return
        with self._lock:
            now, mark = self._clock(), self._marks.gathering(stream, destination)
            for _, data in records:
                self._open_batch(stream, destination, rules, now, mark).add(data)
        destination["records"].clear()  # MiniStack would keep every record for ever, and save them with its state

    def ingest(self, stream_arn: str, records: Sequence[tuple[str, bytes]]) -> None:
        """Take the place of MiniStack's `ingest_from_kinesis_source`, which hands over each record by itself.

        `records` are partition keys with data, as they came on a Kinesis stream.
        """
        emulated = self._emulated
        with emulated._lock:
            reading = [stream for stream in emulated._streams.values() if _reads(stream, stream_arn)]
        targets = [(stream, destination) for stream in reading for destination in stream.get("destinations", [])]
        if not all(_is_gathered(destination) for _, destination in targets):
            self._ingest_one_by_one(stream_arn, records)
            return
        for stream, destination in targets:
            self.accept(stream, destination, [("", data) for _, data in records])

    def write(self, *, everything: bool) -> Flushed:
        """Write the batches that are due, or all of them; one that fails is tried again later."""
        now = self._clock()
        with self._lock:
            for key, delivery in list(self._open.items()):
                if everything or delivery.batch.is_due(now):
                    self._closed.append(self._open.pop(key))
            ready = [delivery for delivery in self._closed if everything or delivery.not_before <= now]
        objects = records = 0
        for delivery in ready:
            if not delivery.context.run(self._put, delivery, now):
                continue
            objects, records = objects + 1, records + delivery.batch.records
        with self._lock:
            return Flushed(objects, records, sum(delivery.batch.records for delivery in self._closed))

    def _open_batch(
        self, stream: dict[str, Any], destination: dict[str, Any], rules: Rules, now: float, mark: str
    ) -> Batch:
        """Return the batch for the next record: a new one if there is none, it is full, or its settings changed."""
        key, config = (stream["arn"], destination["id"]), destination["config"]
        delivery = self._open.get(key)
        if delivery is not None and delivery.config is config and not delivery.batch.is_due(now):
            return delivery.batch
        if delivery is not None:
            self._closed.append(delivery)
        arrived = self._emulated._arrival_time(config)
        self._open[key] = _Delivery(
            stream, stream["version"], config, Batch(rules, now), arrived, destination["id"], mark
        )
        return self._open[key].batch

    def _put(self, delivery: _Delivery, now: float) -> bool:
        """Write one object; whether one was written. It leaves the list once it is written or has nowhere to go."""
        stream, batch = delivery.stream, delivery.batch
        if self._emulated._streams.get(stream["name"]) is not stream:
            _log.warning("%s is gone; %d records that it had gathered go with it", stream["name"], batch.records)
            self._forget(delivery)
            return False
        try:
            refusal = self._store(delivery)
        except Exception as error:  # noqa: BLE001 - whatever it is, the records stay and are tried again
            refusal = repr(error)
        if refusal:
            delivery.not_before = now + RETRY_SECONDS
            _log.warning("%s could not write %d records, trying again: %s", stream["name"], batch.records, refusal)
            return False
        self._forget(delivery)
        self._marks.written(stream, delivery.destination_id, self._marks_left(delivery))
        return True

    def _marks_left(self, written: _Delivery) -> list[str]:
        """Return the marks of what the same destination has still to write."""
        with self._lock:
            return [
                delivery.mark
                for delivery in (*self._open.values(), *self._closed)
                if delivery.stream is written.stream and delivery.destination_id == written.destination_id
            ]

    def _store(self, delivery: _Delivery) -> str | None:
        """Put the object into the emulator's S3; what S3 has against it, if anything."""
        body = delivery.batch.finish()
        headers = {"content-type": "application/octet-stream", "content-length": str(len(body))}
        bucket = self._emulated._s3_bucket_from_arn(delivery.config["BucketARN"])
        s3 = import_module("ministack.services.s3")
        status, _, answer = s3._put_object(bucket, self._key(delivery), body, headers)
        return None if status < 300 else f"{status} {bytes(answer)[:200]!r}"

    def _key(self, delivery: _Delivery) -> str:
        """Folder by the arrival of the first record, then AWS's `stream-version-time-uuid` and the extension."""
        config, arrived = delivery.config, delivery.arrived
        folder = self._emulated._evaluate_prefix(config.get("Prefix", ""), arrived)
        moment = time.strftime("%Y-%m-%d-%H-%M-%S", arrived)
        extension = config.get("FileExtension") or delivery.batch.rules.extension
        return f"{folder}{delivery.stream['name']}-{delivery.version}-{moment}-{uuid4()}{extension}"

    def _forget(self, delivery: _Delivery) -> None:
        with self._lock:
            self._closed.remove(delivery)


def install(clock: Callable[[], float], marks: LakeMarks) -> Deliveries:
    """Put the buffers in the place of MiniStack's delivery."""
    deliveries = Deliveries(clock, marks)
    emulated: Any = import_module("ministack.services.firehose")
    emulated._deliver_records_to_s3 = deliveries.accept
    emulated.ingest_from_kinesis_source = deliveries.ingest
    return deliveries


def _reads(stream: dict[str, Any], stream_arn: str) -> bool:
    """Return whether it takes what comes on the Kinesis stream now."""
    source = stream.get("kinesis_source") or {}
    return (
        stream.get("type") == "KinesisStreamAsSource"
        and stream.get("status") == "ACTIVE"
        and source.get("KinesisStreamARN") == stream_arn
        and time.time() >= (source.get("DeliveryStartTimestamp") or 0)
    )


def _is_gathered(destination: dict[str, Any]) -> bool:
    return destination.get("type") in ("ExtendedS3", "S3") and rules_of(destination["config"]) is not None
