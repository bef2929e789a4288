"""`tail lake`: the objects that Firehose wrote, or the events in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text

from finpulse_cli.features.tail import cells
from finpulse_cli.features.tail.base import Column, Page, Reader, Row, Source, Values
from finpulse_cli.features.tail.event_rows import event_columns, event_values, is_wanted
from finpulse_cli.features.tail.objects import LakeObject, folders, newest_objects, read_object
from finpulse_cli.features.tail.window import WindowReader
from finpulse_cli.standins.athena.keys import is_literal, legible_folder
from finpulse_cli.standins.athena.lines import event_lines
from lambdas.shared.domain.timestamps import format_timestamp, parse_timestamp

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

PREFIX = "raw-data/"
OPENED_AT_MOST = 1000  # objects, where a symbol or feed is so rare that its events are hard to find
LITERAL_NOTE = (
    "this target's Firehose leaves the date expressions in its keys as they are; "
    "year, month and day here are those on which it wrote an object"
)


def _file_name(values: Values, _now: datetime) -> Text:
    return Text(cells.printable(values["key"].rpartition("/")[2]))


def _folder(values: Values, _now: datetime) -> Text:
    return Text(cells.printable(legible_folder(values["key"], parse_timestamp(values["modified"]))))


OBJECT_COLUMNS = (
    Column("written (UTC)", cells.moment("modified"), 14),
    Column("age", cells.age("modified"), 4, right=True),
    Column("size", cells.size("size"), 9, right=True),
    Column("object", _file_name, 80),
    Column("folder", _folder, 40, from_width=160),
)
EVENT_COLUMNS = event_columns(Column("written (UTC)", cells.moment("modified"), 14))

Cursor = frozenset[LakeObject]


@dataclass(frozen=True, slots=True)
class LakeEvents:
    """Implements `base.Reader`: the events in the objects that `read` lists, see `objects.newest_objects`."""

    read: Callable[[int], list[LakeObject]]
    client: S3Client
    bucket: str
    symbol: str | None
    feed: str | None = None

    @property
    def columns(self) -> tuple[Column, ...]:
        """The moment when the object was written, and the event."""
        return EVENT_COLUMNS

    def latest(self, limit: int) -> Page[Cursor]:
        """Return the newest events; opens as many objects as that takes, but no more than `OPENED_AT_MOST`."""
        found = self.read(limit)
        rows: list[Row] = []
        for item in found[: -OPENED_AT_MOST - 1 : -1]:
            if len(rows) >= limit:
                break
            rows = self._events(item) + rows
        return Page(rows[-limit:], frozenset(found))

    def fresh(self, cursor: Cursor) -> Page[Cursor]:
        """Return the events of objects that are new."""
        found = self.read(0)
        rows = [event for item in found if item not in cursor for event in self._events(item)]
        return Page(rows, frozenset(found))

    def _events(self, item: LakeObject) -> list[Row]:
        lines = event_lines(read_object(self.client, self.bucket, item.key))
        place = {"key": item.key, "modified": format_timestamp(item.modified)}
        rows = [Row(f"{item.key} {number}", event_values(line) | place) for number, line in enumerate(lines)]
        return [row for row in rows if is_wanted(row.values, self.symbol, self.feed)]


def open_reader(source: Source) -> Reader[Cursor]:
    """Open the objects, or with `source.events` their events."""
    client, bucket = source.clients.s3, source.outputs.lake_bucket
    read = partial(newest_objects, client, bucket, PREFIX)
    if source.events:
        return LakeEvents(read, client, bucket, source.symbol, source.feed)
    return WindowReader(OBJECT_COLUMNS, read, _row)


def has_literal_dates(client: S3Client, bucket: str) -> bool:
    """Return whether `LITERAL_NOTE` is to be said about this lake; asks with one listing."""
    return any(map(is_literal, folders(client, bucket, PREFIX)))


def _row(item: LakeObject) -> Row:
    return Row(item.key, {"key": item.key, "size": item.size, "modified": format_timestamp(item.modified)})
