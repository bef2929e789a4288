"""How far a stream's records are in the lake, by sequence number: what Firehose has to gather once more after a crash.

What it has gathered lies in memory until its object is written. The mark is the sequence number up to which every
record is in an object; it is kept in the destination, so it is in every checkpoint, and in the journal. After a crash
what lies above is gathered again: at most the records of an object that was just written come twice, as on AWS.
"""

from __future__ import annotations

import base64
import time
from importlib import import_module
from typing import TYPE_CHECKING, Any

from finpulse_cli.targets.embedded.overlay.mappings.positions import BEGINNING, order
from finpulse_cli.targets.embedded.overlay.mappings.shards import all_shards, records_after
from finpulse_cli.targets.embedded.overlay.restoring import LAKE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from finpulse_cli.targets.embedded.overlay.mappings.records import Record

Place = tuple[str, str]  # ARN of the delivery stream, id of the destination


class LakeMarks:
    """Marks of destinations behind Kinesis streams; `changed` takes entries of the journal."""

    def __init__(self, changed: Callable[..., None]) -> None:
        self._changed = changed
        self._kinesis: Any = import_module("ministack.services.kinesis")
        self._newest: dict[Place, str] = {}
        self._before: dict[Place, str] = {}

    def gathering(self, stream: Mapping[str, Any], destination: Mapping[str, Any]) -> str:
        """Return the mark below the records that are gathered now, and remember the newest of them."""
        place = (stream["arn"], destination["id"])
        newest = self._newest_number(stream)
        if newest != self._newest.get(place):
            self._before[place] = self._newest.get(place) or destination.get("mark") or BEGINNING
            self._newest[place] = newest
        return self._before[place]

    def written(self, stream: Mapping[str, Any], destination_id: str, below: list[str]) -> None:
        """Move the mark; `below` has that of each batch of the destination that is not written yet."""
        place = (stream["arn"], destination_id)
        mark = min(below, key=order) if below else self._newest.get(place)
        for destination in stream["destinations"]:
            if destination["id"] == destination_id and mark is not None and destination.get("mark") != mark:
                destination["mark"] = mark
                _arn, _aws, _service, region, account, _resource = stream["arn"].split(":", 5)
                self._changed(LAKE, (account, region, stream["name"]), destination_id, mark)

    def _newest_number(self, stream: Mapping[str, Any]) -> str:
        source = _source(stream)
        kinesis = self._kinesis._resolve_stream_by_arn(source) if source else None
        shards = all_shards(kinesis).values() if kinesis else ()
        return max((shard["records"][-1]["SequenceNumber"] for shard in shards if shard["records"]), default=BEGINNING)


def gather_again(accept: Callable[[Any, Any, list[tuple[str, bytes]]], None]) -> int:
    """Hand every record that is not in the lake yet to Firehose's gathering; return how many those were."""
    firehose: Any = import_module("ministack.services.firehose")
    responses: Any = import_module("ministack.core.responses")
    count = 0
    for (account, region, _name), stream in list(firehose._streams._data.items()):
        with responses.request_scope(account, region):
            for destination in stream["destinations"]:
                records = [(record.sequence, base64.b64decode(record.data)) for record in _missing(stream, destination)]
                if records:
                    accept(stream, destination, records)
                count += len(records)
    return count


def _missing(stream: Mapping[str, Any], destination: Mapping[str, Any]) -> list[Record]:
    """Return what the source stream has above the mark, in order."""
    kinesis: Any = import_module("ministack.services.kinesis")
    source = _source(stream)
    behind = kinesis._resolve_stream_by_arn(source) if source else None
    if behind is None or destination["type"] not in ("ExtendedS3", "S3"):
        return []
    since = float((stream.get("kinesis_source") or {}).get("DeliveryStartTimestamp") or 0)
    found = [
        record
        for shard_id in all_shards(behind)
        for record in _all_after(behind, shard_id, destination.get("mark") or BEGINNING)
        if record.arrived >= since
    ]
    return sorted(found, key=lambda record: int(record.sequence))


def _all_after(stream: Mapping[str, Any], shard_id: str, mark: str) -> Iterator[Record]:
    while found := list(records_after(stream, shard_id, mark, time.time())):
        yield from found
        mark = found[-1].sequence


def _source(stream: Mapping[str, Any]) -> str | None:
    """Return the ARN of the Kinesis stream that feeds a delivery stream; None when it is fed by puts."""
    return (stream.get("kinesis_source") or {}).get("KinesisStreamARN")
