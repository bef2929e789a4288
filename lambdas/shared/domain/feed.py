"""Feeds: the live market, and every replay by itself. They never touch."""

from __future__ import annotations

import re
from dataclasses import dataclass

LIVE = "live"
REPLAY_KEPT_DAYS = 1
RUN_PATTERN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_\-]{0,31}", re.ASCII)
FIXTURE_PATTERN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._\-]{0,63}", re.ASCII)
# A run has no dot, so the last one parts it from the fixture, whose name may have some.
FEED_PATTERN = re.compile(rf"{LIVE}|{FIXTURE_PATTERN.pattern}\.{RUN_PATTERN.pattern}", re.ASCII)
_SEPARATOR = "@"  # in no symbol and in no feed


@dataclass(frozen=True, slots=True)
class FeedName:
    """The parts of a feed's name: the recording and the run of a replay; None, None for the live market."""

    fixture: str | None
    run: str | None


def feed_of(fixture: str, run: str) -> str:
    """Return the feed of one run of a recording: `flash-crash.k3f9q2`."""
    return f"{fixture}.{run}"


def is_replay(feed: str) -> bool:
    """Return whether the feed is a replay and not the live market."""
    return feed != LIVE


def kept_days(feed: str, live_days: int) -> int:
    """Return how many days a row of the feed is kept where one of the live market is kept `live_days`."""
    return REPLAY_KEPT_DAYS if is_replay(feed) else live_days


def parts_of(feed: str) -> FeedName:
    """Return the parts of a well-formed feed's name."""
    if not is_replay(feed):
        return FeedName(None, None)
    fixture, _, run = feed.rpartition(".")
    return FeedName(fixture, run)


def series_of(feed: str, symbol: str) -> str:
    """Return the series of a symbol in a feed: `AAPL` in the live market, else `AAPL@flash-crash.k3f9q2`."""
    return f"{symbol}{_SEPARATOR}{feed}" if is_replay(feed) else symbol


def split_series(series: str) -> tuple[str, str]:
    """Return the feed and the symbol of a series."""
    symbol, separator, feed = series.partition(_SEPARATOR)
    return (feed if separator else LIVE, symbol)
