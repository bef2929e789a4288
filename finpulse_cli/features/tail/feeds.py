"""The feeds of a stack: the live market, and every replay by itself."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import UsageError, act
from finpulse_cli.features.tail import cells
from finpulse_cli.features.tail.base import Column, Row, Source
from lambdas.shared.adapters.dynamodb.counter_reader import DynamoCounterReader
from lambdas.shared.domain.feed import FEED_PATTERN, LIVE, parts_of

if TYPE_CHECKING:
    from datetime import datetime

    from lambdas.shared.domain.stored import StoredFeed

COLUMNS = (
    Column("feed", cells.text("feed", "bold"), 24),
    Column("events", cells.number("events"), 8, right=True),
    Column("symbols", cells.listed("symbols"), 29, from_width=100),
    Column("began (UTC)", cells.moment("started_at"), 14),
    Column("age", cells.age("started_at"), 4, right=True),
    Column("newest (UTC)", cells.moment("newest_at"), 14),
)


def list_feeds(source: Source, now: datetime) -> list[StoredFeed]:
    """Return every feed that has events, the last to begin first."""
    return DynamoCounterReader(source.clients.dynamodb, source.outputs.tables["counters"]).feeds(now)


def feed_row(feed: StoredFeed) -> Row:
    """Return one feed with the recording and the run that its name tells, both None for the live market."""
    return Row(feed.feed, {**asdict(feed), **asdict(parts_of(feed.feed))})


def require_feed(text: str) -> str:
    """Return `text` if it can be a feed. Raises UsageError."""
    feed = text.strip()
    if not FEED_PATTERN.fullmatch(feed):
        raise UsageError(f"{text!r} cannot be a feed", act("list them with `{}`", "feeds"))
    return feed


def require_known_feed(source: Source, now: datetime) -> None:
    """Raise UsageError where the source names a feed that has no events; rows of a replay are kept for a day."""
    if source.feed in (None, LIVE):
        return
    if all(stored.feed != source.feed for stored in list_feeds(source, now)):
        raise UsageError(f"there is no feed {source.feed!r} here, or no longer", act("list them with `{}`", "feeds"))
