"""Sends records back through the stream, where every consumer meets them anew.

What is sent was decoded first, as the consumers do it: bytes that they would quarantine again are not put.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from finpulse_cli.core.errors import FailedError, UsageError, act
from finpulse_cli.features.quarantine.redriven import Mark, write_marks
from lambdas.shared.domain.event import event_id_of
from lambdas.shared.domain.timestamps import format_timestamp
from lambdas.shared.errors import RecordError
from lambdas.shared.wire.event_json import MAX_AHEAD, decode_event, decode_record, encode_event

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mypy_boto3_kinesis import KinesisClient
    from mypy_boto3_s3 import S3Client

    from finpulse_cli.features.quarantine.kept_records import KeptRecord
    from lambdas.shared.domain.event import PriceEvent

PAGE_RECORDS = 500  # the most that PutRecords takes
PAGE_BYTES = 4 * 1024 * 1024  # it takes 5 MiB, keys included
_NO_ID = "0" * 32


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Bytes for the stream, and the record of the quarantine that they stand for."""

    record_id: str
    partition_key: str
    data: bytes
    mended: bool


@dataclass(frozen=True, slots=True)
class Way:
    """Where records go, and where it is marked."""

    kinesis: KinesisClient
    stream: str
    s3: S3Client
    bucket: str


def problem_of(record: KeptRecord, now: datetime) -> str | None:
    """Return why the recorded bytes would be quarantined again; None when they can be sent as they are."""
    decoded = decode_record(record.data)
    late = [] if all(_is_timely(event, now) for event in decoded.events) else [_ahead(now)]
    return "; ".join([*decoded.reasons, *late]) or None


def as_recorded(record: KeptRecord) -> Outgoing:
    """Return the recorded bytes under their recorded key."""
    return Outgoing(record.id, record.partition_key, record.data, mended=False)


def mended(record: KeptRecord, text: bytes, now: datetime) -> list[Outgoing]:
    """Return a record for each event in the lines of `text`, which takes the place of what is in quarantine.

    Event ids are computed: they follow from the values, and those were mended. Raises UsageError with the reason why
    a line is no event.
    """
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if not lines:
        raise UsageError("nothing was given in place of the record", act("see the bytes with `{}`", _show(record)))
    events = [_mended_event(number, line, now) for number, line in lines]
    return [Outgoing(record.id, event.series, encode_event(event), mended=True) for event in events]


def send(way: Way, outgoing: Sequence[Outgoing], now: datetime) -> list[Mark]:
    """Put all, in their order, and mark each request's records when they are on the stream.

    Raises FailedError when the stream takes less than all; what it took is marked, and the rest may be sent again.
    """
    return [mark for page in _pages(outgoing) for mark in _send_page(way, page, now)]


def _send_page(way: Way, page: Sequence[Outgoing], now: datetime) -> list[Mark]:
    entries: Any = [{"Data": each.data, "PartitionKey": each.partition_key} for each in page]
    results = way.kinesis.put_records(StreamName=way.stream, Records=entries)["Records"]
    made, refused = list[Mark](), list[str]()
    for each, result in zip(page, results, strict=True):
        if code := result.get("ErrorCode"):
            refused.append(f"{code}: {result.get('ErrorMessage', '')}")
            continue
        at = format_timestamp(now)
        made.append(Mark(each.record_id, at, each.mended, result["ShardId"], result["SequenceNumber"]))
    if made:
        write_marks(way.s3, way.bucket, made, now)
    if refused:
        raise FailedError(
            f"the stream took {len(made)} of {len(page)} records: {refused[0]}",
            "run the same command again; what was sent is marked and not sent twice",
        )
    return made


def _pages(outgoing: Sequence[Outgoing]) -> list[list[Outgoing]]:
    pages: list[list[Outgoing]] = []
    size = 0
    for each in outgoing:
        length = len(each.data) + len(each.partition_key.encode())
        if not pages or len(pages[-1]) == PAGE_RECORDS or size + length > PAGE_BYTES:
            pages.append([])
            size = 0
        pages[-1].append(each)
        size += length
    return pages


def _mended_event(number: int, line: bytes, now: datetime) -> PriceEvent:
    try:
        event = decode_event(_with_an_id(line))
    except RecordError as error:
        raise UsageError(f"line {number} is no event: {error}", "mend it, and run the command again") from error
    if not _is_timely(event, now):
        raise UsageError(f"line {number} is no event: {_ahead(now)}", "mend its timestamp, and run the command again")
    return replace(event, event_id=_own_id(event))


def _with_an_id(line: bytes) -> bytes:
    """Return a line that has some event id, so that one may be left out; what is no JSON object stays as it is."""
    try:
        members = json.loads(line)
    except ValueError:
        return line
    if not isinstance(members, dict) or "event_id" in members:
        return line
    begin, end = line.index(b"{") + 1, b"," if members else b""
    return line[:begin] + f'"event_id":"{_NO_ID}"'.encode() + end + line[begin:]


def _is_timely(event: PriceEvent, now: datetime) -> bool:
    return event.timestamp - now <= MAX_AHEAD


def _ahead(now: datetime) -> str:
    return f"its timestamp lies more than five minutes after now, {format_timestamp(now)}"


def _show(record: KeptRecord) -> str:
    return f"quarantine show {record.id}"


def _own_id(event: PriceEvent) -> str:
    return event_id_of(event.feed, event.symbol, event.timestamp, event.price, event.volume)
