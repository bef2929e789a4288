from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from lambdas.push_fanout.fanout import PATIENCE_SECONDS
from lambdas.shared.domain.subscription import EVERYTHING, Channel, Subscription
from lambdas.shared.ports import Delivery
from tests.doubles.memory_fanout import MemoryFanout
from tests.doubles.table_changes import batch, candle, price, record
from tests.factories import NOON

BATCH = batch(record("latest", price("AAPL", "1")), record("latest", price("MSFT", "2")))
DOWN = EndpointConnectionError(endpoint_url="https://dynamodb.test")


def line(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """The last line in the log."""
    written: dict[str, Any] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return written


def test_everybody_is_sent_what_they_want(capsys: pytest.CaptureFixture[str]) -> None:
    fanout = MemoryFanout()
    fanout.listen("all", "all too")
    fanout.listen("apple", subscription=Subscription(frozenset({"AAPL"}), frozenset(Channel)))
    fanout.listen("candles", subscription=Subscription(None, frozenset({Channel.CANDLES})))
    fanout.push(BATCH)
    assert {name: fanout.prices(name) for name in fanout.postbox.sent} == {
        "all": ["AAPL", "MSFT"],
        "all too": ["AAPL", "MSFT"],
        "apple": ["AAPL"],
    }
    written = line(capsys)
    assert (written["records"], written["changes"], written["connections"], written["delivered"]) == (2, 3, 3, 3)


def test_without_a_listener_nothing_is_opened_and_nothing_read(capsys: pytest.CaptureFixture[str]) -> None:
    fanout = MemoryFanout()
    fanout.push({"Records": [None]})
    fanout.listen("tesla", subscription=Subscription(frozenset({"TSLA"}), frozenset(Channel) - {Channel.FEEDS}))
    fanout.push(BATCH)
    assert fanout.opened == 0
    assert line(capsys)["connections"] == 0


def test_who_follows_the_market_learns_that_a_replay_has_begun_and_not_its_prices() -> None:
    fanout = MemoryFanout()
    fanout.listen("market")
    fanout.listen("replay", subscription=Subscription(None, frozenset(Channel), "calm.k3f9q2"))
    fanout.push(batch(record("latest", price("AAPL", "1", feed="calm.k3f9q2"), "INSERT")))
    assert (fanout.prices("market"), fanout.prices("replay")) == ([], ["AAPL"])
    (message,) = fanout.postbox.sent["market"]
    assert message["feeds"] == [
        {
            "feed": "calm.k3f9q2",
            "kind": "replay",
            "fixture": "calm",
            "run": "k3f9q2",
            "newest_at": "2026-11-20T17:00:00.000Z",
        }
    ]


def test_a_connection_that_is_gone_is_forgotten_and_tried_once(capsys: pytest.CaptureFixture[str]) -> None:
    fanout = MemoryFanout({"gone": Delivery.GONE})
    fanout.listen("here", "gone")
    many = batch(*(record("candles", candle(minute=minute)) for minute in range(300)))
    fanout.push(many)
    assert fanout.connections.subscriptions(NOON) == {"here": EVERYTHING}
    assert fanout.postbox.tried.count("gone") == 1
    assert len(fanout.postbox.sent["here"]) > 1
    written = line(capsys)
    assert (written["gone"], written["FailedPushes"]) == (1, 0)


def test_one_connections_failure_costs_the_others_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    fanout = MemoryFanout({"throttled": Delivery.FAILED})
    fanout.listen("throttled", "here")
    fanout.push(BATCH)
    assert fanout.prices("here") == ["AAPL", "MSFT"]
    assert fanout.connections.subscriptions(NOON).keys() == {"throttled", "here"}
    written = line(capsys)
    assert written["FailedPushes"] == 1
    assert written["_aws"]["CloudWatchMetrics"][0]["Metrics"] == [{"Name": "FailedPushes", "Unit": "Count"}]


def test_no_message_is_begun_when_it_would_be_late(capsys: pytest.CaptureFixture[str]) -> None:
    fanout = MemoryFanout(tick=PATIENCE_SECONDS * 0.6)
    fanout.listen("first", "second", "third")
    fanout.push(BATCH)
    assert len(fanout.postbox.tried) == 1
    assert line(capsys)["FailedPushes"] == 2


def test_connections_that_cannot_be_read_return_the_batch() -> None:
    fanout = MemoryFanout()
    fanout.connections.failure = DOWN
    with pytest.raises(EndpointConnectionError):
        fanout.push(BATCH)


def test_a_gone_connection_that_cannot_be_removed_does_not_return_the_batch(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fanout = MemoryFanout({"gone": Delivery.GONE})
    fanout.listen("gone", "here")

    def fail(_name: str) -> None:
        raise DOWN

    monkeypatch.setattr(fanout.connections, "remove", fail)
    fanout.push(BATCH)
    assert fanout.prices("here") == ["AAPL", "MSFT"]
    assert line(capsys)["gone"] == 1


def test_expired_subscriptions_are_not_served() -> None:
    fanout = MemoryFanout()
    fanout.connections.subscribe("old", EVERYTHING, NOON.replace(hour=NOON.hour - 2))
    fanout.push(BATCH)
    assert not fanout.postbox.tried
