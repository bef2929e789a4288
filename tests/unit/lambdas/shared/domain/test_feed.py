from __future__ import annotations

import pytest

from lambdas.shared.domain.feed import (
    FEED_PATTERN,
    FeedName,
    feed_of,
    is_replay,
    kept_days,
    parts_of,
    series_of,
    split_series,
)


@pytest.mark.parametrize("feed", ["live", "flash-crash.k3f9q2", "a.b_c.1", "live.1", "x" * 64 + "." + "r" * 32])
def test_feeds(feed: str) -> None:
    assert FEED_PATTERN.fullmatch(feed)


@pytest.mark.parametrize(
    "feed", ["", "calm", "livex", "calm.", ".1", "-x.1", "a|b.1", "a@b.1", "calm.1\n", "x" * 65 + ".1", "x." + "r" * 33]
)
def test_what_is_no_feed(feed: str) -> None:
    assert not FEED_PATTERN.fullmatch(feed)


def test_the_live_market_has_the_bare_symbol_for_a_series() -> None:
    assert series_of("live", "AAPL") == "AAPL"
    assert split_series("AAPL") == ("live", "AAPL")


def test_a_replay_has_series_of_its_own() -> None:
    feed = feed_of("flash.crash", "k3f9q2")
    assert series_of(feed, "^GSPC") == "^GSPC@flash.crash.k3f9q2"
    assert split_series("^GSPC@flash.crash.k3f9q2") == (feed, "^GSPC")


def test_the_parts_of_a_name() -> None:
    assert parts_of("live") == FeedName(None, None)
    assert parts_of("flash.crash.k3f9q2") == FeedName("flash.crash", "k3f9q2")
    assert is_replay("live.1")
    assert not is_replay("live")


def test_a_replay_is_kept_a_day_and_the_market_as_long_as_it_is_told() -> None:
    assert (kept_days("calm.k3f9q2", 90), kept_days("live", 90)) == (1, 90)
