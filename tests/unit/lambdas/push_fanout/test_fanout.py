from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from lambdas.push_fanout.fanout import PATIENCE_SECONDS, Fanout
from lambdas.shared.domain.subscription import EVERYTHING, Channel, Subscription
from lambdas.shared.ports import Delivery
from tests.doubles.connections import MemoryConnections, MemoryPostbox
from tests.factories import NOON
from tests.unit.lambdas.push_fanout.batches import FORMS, batch, candle, price, record

BATCH = batch(record("latest", price("AAPL", "1")), record("latest", price("MSFT", "2")))
DOWN = EndpointConnectionError(endpoint_url="https://dynamodb.test")


class Scene:
    """A fan-out with everything it needs in memory; `seconds` is its clock, a tick later at every look."""

    def __init__(self, ends: dict[str, Delivery] | None = None, tick: float = 0) -> None:
        self.connections = MemoryConnections()
        self.postbox = MemoryPostbox(ends)
        self.opened = 0
        self._seconds = 0.0
        self._tick = tick

    def listen(self, *names: str, subscription: Subscription = EVERYTHING) -> None:
        """Connections that want the same."""
        for name in names:
            self.connections.subscribe(name, subscription, NOON)

    def push(self, event: dict[str, Any]) -> None:
        """Pushes a batch."""
        Fanout(FORMS, self.connections, self._open, lambda: NOON, self._clock).push(event)

    def prices(self, name: str) -> list[str]:
        """The symbols whose prices a connection was sent."""
        return [entry["symbol"] for message in self.postbox.sent[name] for entry in message["prices"]]

    def _open(self) -> MemoryPostbox:
        self.opened += 1
        return self.postbox

    def _clock(self) -> float:
        self._seconds += self._tick
        return self._seconds


def line(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """The last line in the log."""
    written: dict[str, Any] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return written


def test_everybody_is_sent_what_they_want(capsys: pytest.CaptureFixture[str]) -> None:
    scene = Scene()
    scene.listen("all", "all too")
    scene.listen("apple", subscription=Subscription(frozenset({"AAPL"}), frozenset(Channel)))
    scene.listen("candles", subscription=Subscription(None, frozenset({Channel.CANDLES})))
    scene.push(BATCH)
    assert {name: scene.prices(name) for name in scene.postbox.sent} == {
        "all": ["AAPL", "MSFT"],
        "all too": ["AAPL", "MSFT"],
        "apple": ["AAPL"],
    }
    written = line(capsys)
    assert (written["records"], written["changes"], written["connections"], written["delivered"]) == (2, 3, 3, 3)


def test_without_a_listener_nothing_is_opened_and_nothing_read(capsys: pytest.CaptureFixture[str]) -> None:
    scene = Scene()
    scene.push({"Records": [None]})
    scene.listen("tesla", subscription=Subscription(frozenset({"TSLA"}), frozenset(Channel) - {Channel.FEEDS}))
    scene.push(BATCH)
    assert scene.opened == 0
    assert line(capsys)["connections"] == 0


def test_who_follows_the_market_learns_that_a_replay_has_begun_and_not_its_prices() -> None:
    scene = Scene()
    scene.listen("market")
    scene.listen("replay", subscription=Subscription(None, frozenset(Channel), "calm.k3f9q2"))
    scene.push(batch(record("latest", price("AAPL", "1", feed="calm.k3f9q2"), "INSERT")))
    assert (scene.prices("market"), scene.prices("replay")) == ([], ["AAPL"])
    (message,) = scene.postbox.sent["market"]
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
    scene = Scene({"gone": Delivery.GONE})
    scene.listen("here", "gone")
    many = batch(*(record("candles", candle(minute=minute)) for minute in range(300)))
    scene.push(many)
    assert scene.connections.subscriptions(NOON) == {"here": EVERYTHING}
    assert scene.postbox.tried.count("gone") == 1
    assert len(scene.postbox.sent["here"]) > 1
    written = line(capsys)
    assert (written["gone"], written["FailedPushes"]) == (1, 0)


def test_one_connections_failure_costs_the_others_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    scene = Scene({"throttled": Delivery.FAILED})
    scene.listen("throttled", "here")
    scene.push(BATCH)
    assert scene.prices("here") == ["AAPL", "MSFT"]
    assert scene.connections.subscriptions(NOON).keys() == {"throttled", "here"}
    written = line(capsys)
    assert written["FailedPushes"] == 1
    assert written["_aws"]["CloudWatchMetrics"][0]["Metrics"] == [{"Name": "FailedPushes", "Unit": "Count"}]


def test_no_message_is_begun_when_it_would_be_late(capsys: pytest.CaptureFixture[str]) -> None:
    scene = Scene(tick=PATIENCE_SECONDS * 0.6)
    scene.listen("first", "second", "third")
    scene.push(BATCH)
    assert len(scene.postbox.tried) == 1
    assert line(capsys)["FailedPushes"] == 2


def test_connections_that_cannot_be_read_return_the_batch() -> None:
    scene = Scene()
    scene.connections.failure = DOWN
    with pytest.raises(EndpointConnectionError):
        scene.push(BATCH)


def test_a_gone_connection_that_cannot_be_removed_does_not_return_the_batch(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    scene = Scene({"gone": Delivery.GONE})
    scene.listen("gone", "here")

    def fail(_name: str) -> None:
        raise DOWN

    monkeypatch.setattr(scene.connections, "remove", fail)
    scene.push(BATCH)
    assert scene.prices("here") == ["AAPL", "MSFT"]
    assert line(capsys)["gone"] == 1


def test_expired_subscriptions_are_not_served() -> None:
    scene = Scene()
    scene.connections.subscribe("old", EVERYTHING, NOON.replace(hour=NOON.hour - 2))
    scene.push(BATCH)
    assert not scene.postbox.tried
