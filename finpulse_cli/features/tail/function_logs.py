"""The log of one Lambda function, from its CloudWatch log group."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from finpulse_cli.features.tail.log_text import is_frame

if TYPE_CHECKING:
    from mypy_boto3_logs import CloudWatchLogsClient
    from mypy_boto3_logs.type_defs import FilteredLogEventTypeDef

PAGE_SIZE = 10_000  # the most that FilterLogEvents answers at once
OVERLAP_MS = 10_000  # lines of parallel invocations arrive late: look back this far for lines not seen yet


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line; `id` tells it from every other of its group."""

    id: str
    at: datetime
    message: str
    stream: str


@dataclass(frozen=True, slots=True)
class LogCursor:
    """Where to go on: a moment in milliseconds, and the lines from it on that were seen."""

    start_ms: int
    seen: frozenset[str]


@dataclass(frozen=True, slots=True)
class FunctionLog:
    """The log group `group` from `since` on; without `frames` START and END lines are left out."""

    client: CloudWatchLogsClient
    group: str
    since: datetime
    frames: bool

    def latest(self, limit: int) -> tuple[list[LogLine], LogCursor]:
        """Return the newest lines, newest last. Raises the client's ResourceNotFoundException without the group."""
        return self._page(LogCursor(int(self.since.timestamp() * 1000), frozenset()), limit)

    def fresh(self, cursor: LogCursor) -> tuple[list[LogLine], LogCursor]:
        """Return the lines that came since."""
        return self._page(cursor, None)

    def _page(self, cursor: LogCursor, limit: int | None) -> tuple[list[LogLine], LogCursor]:
        new: deque[LogLine] = deque(maxlen=limit)
        recent: deque[LogLine] = deque()
        start_ms = cursor.start_ms
        for line in self._lines(cursor.start_ms):
            if line.id not in cursor.seen and (self.frames or not is_frame(line.message)):
                new.append(line)
            recent.append(line)
            start_ms = max(start_ms, _ms(line.at) - OVERLAP_MS)
            while _ms(recent[0].at) < start_ms:
                recent.popleft()
        return list(new), LogCursor(start_ms, frozenset(line.id for line in recent))

    def _lines(self, start_ms: int) -> Iterator[LogLine]:
        """Yield every line from `start_ms` on, in time order, each once."""
        seen: set[str] = set()
        while True:
            count = 0
            for line in self._answers(start_ms):
                count, start_after = count + 1, _ms(line.at)
                if line.id not in seen:
                    seen.add(line.id)
                    yield line
            # An answer cut off at the limit without a token, as an emulator may give it, goes on from its last line.
            if count < PAGE_SIZE or start_after == start_ms:
                return
            start_ms = start_after

    def _answers(self, start_ms: int) -> Iterator[LogLine]:
        pages = self.client.get_paginator("filter_log_events").paginate(logGroupName=self.group, startTime=start_ms)
        numbers: Counter[tuple[str, int]] = Counter()
        for page in pages:
            for event in page["events"]:
                place = (event["logStreamName"], event["timestamp"])
                numbers[place] += 1
                yield _line(event, numbers[place])


def _line(event: FilteredLogEventTypeDef, number: int) -> LogLine:
    """Return the line of an event; where it has no id, its number within its stream and millisecond makes one."""
    stream, timestamp = event["logStreamName"], event["timestamp"]
    return LogLine(
        id=event.get("eventId") or f"{stream} {timestamp} {number}",
        at=datetime.fromtimestamp(timestamp / 1000, tz=UTC),
        message=event["message"].rstrip("\n"),
        stream=stream,
    )


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
