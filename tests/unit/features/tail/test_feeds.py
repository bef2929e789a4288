"""The list of feeds, and feeds that are not in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.errors import UsageError
from finpulse_cli.features.tail.feeds import COLUMNS, feed_row, list_feeds, require_feed, require_known_feed
from tests.factories import NOON
from tests.unit.features.tail.fakes import FakeDynamo, source

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def dynamo() -> FakeDynamo:
    client = FakeDynamo()
    client.add_feed("live", "AAPL", "TSLA", minutes_ago=90)
    client.add_feed("flash.crash.one", "AAPL", minutes_ago=2)
    return client


def test_feeds_with_their_runs_events_and_ages_the_last_to_begin_first(tmp_path: Path, dynamo: FakeDynamo) -> None:
    rows = [feed_row(feed) for feed in list_feeds(source(tmp_path, dynamodb=dynamo), NOON)]
    assert [[column.cell(row.values, NOON).plain for column in COLUMNS] for row in rows] == [
        ["flash.crash.one", "30", "AAPL", "16:58:00", "2m", "16:58:00"],
        ["live", "60", "AAPL TSLA", "15:30:00", "1h", "15:30:00"],
    ]
    assert [(row.values["fixture"], row.values["run"]) for row in rows] == [("flash.crash", "one"), (None, None)]


def test_a_feed_that_is_not_there_is_named_with_where_to_look(tmp_path: Path, dynamo: FakeDynamo) -> None:
    for known in (None, "live", "flash.crash.one"):
        require_known_feed(source(tmp_path, feed=known, dynamodb=dynamo), NOON)
    with pytest.raises(UsageError, match=r"no feed 'calm\.one'") as caught:
        require_known_feed(source(tmp_path, feed="calm.one", dynamodb=dynamo), NOON)
    assert "finpulse feeds" in str(caught.value.next_action)


@pytest.mark.parametrize("text", ["", "AAPL", "two words.one", "calm.one.", "calm@one"])
def test_what_can_be_no_feed(text: str) -> None:
    with pytest.raises(UsageError, match="cannot be a feed"):
        require_feed(text)
