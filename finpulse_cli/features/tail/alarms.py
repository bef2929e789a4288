"""`tail alarms`: how the stack's CloudWatch alarms changed, with the reasons."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from rich.text import Text

from finpulse_cli.features.tail import cells
from finpulse_cli.features.tail.base import Column, Page, Row, Source, Values
from finpulse_cli.stack.alarms import AlarmChange, alarm_changes, alarm_prefix
from lambdas.shared.domain.timestamps import format_timestamp

if TYPE_CHECKING:
    from datetime import datetime

    from mypy_boto3_cloudwatch import CloudWatchClient

_MARKS = {"ALARM": ("!! ALARM", "bold red"), "OK": ("ok", "green"), "INSUFFICIENT_DATA": ("? no data", "yellow")}


def _state(values: Values, _now: datetime) -> Text:
    text, style = _MARKS.get(values["state"], (cells.printable(str(values["state"])), ""))
    return Text(text, style=style)


COLUMNS = (
    Column("changed (UTC)", cells.moment("changed_at"), 14),
    Column("age", cells.age("changed_at"), 4, right=True, from_width=90),
    Column("state", _state, 9),
    Column("alarm", cells.text("alarm", "bold"), 40),
    Column("before", cells.text("state_before"), 17, from_width=150),
    Column("reason", cells.text("reason"), 60),
)


@dataclass(frozen=True, slots=True)
class AlarmCursor:
    """The moment of the newest change that was seen, and the changes of that moment."""

    newest: datetime | None
    seen: frozenset[AlarmChange]


@dataclass(frozen=True, slots=True)
class AlarmReader:
    """Implements `base.Reader` on CloudWatch's history of the stack's alarms."""

    client: CloudWatchClient
    prefix: str

    @property
    def columns(self) -> tuple[Column, ...]:
        """Time, state, alarm and reason."""
        return COLUMNS

    def latest(self, limit: int) -> Page[AlarmCursor]:
        """Return the newest changes."""
        return self._page(list(islice(alarm_changes(self.client, self.prefix), limit)), AlarmCursor(None, frozenset()))

    def fresh(self, cursor: AlarmCursor) -> Page[AlarmCursor]:
        """Return the changes since."""
        found = alarm_changes(self.client, self.prefix, cursor.newest)
        return self._page([change for change in found if change not in cursor.seen], cursor)

    @staticmethod
    def _page(newest_first: list[AlarmChange], cursor: AlarmCursor) -> Page[AlarmCursor]:
        if not newest_first:
            return Page([], cursor)
        newest = newest_first[0].at
        kept = cursor.seen if newest == cursor.newest else frozenset()
        seen = kept | {change for change in newest_first if change.at == newest}
        return Page([_row(change) for change in reversed(newest_first)], AlarmCursor(newest, seen))


def open_reader(source: Source) -> AlarmReader:
    """Open the history of the stack's alarms."""
    return AlarmReader(source.clients.cloudwatch, alarm_prefix(source.outputs))


def _row(change: AlarmChange) -> Row:
    at = format_timestamp(change.at)
    values = {
        "alarm": change.name,
        "changed_at": at,
        "state": change.new,
        "state_before": change.old,
        "reason": change.reason,
    }
    return Row(f"{at} {change.name} {change.new}", values)
