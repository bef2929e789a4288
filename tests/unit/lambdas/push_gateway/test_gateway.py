from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from lambdas.push_gateway.gateway import Gateway
from lambdas.shared.domain.subscription import EVERYTHING, Channel, Subscription
from tests.doubles.connections import MemoryConnections
from tests.factories import NOON
from tests.unit.lambdas.push_gateway.events import push_event

OURS = "https://prices.example.com"
DOWN = EndpointConnectionError(endpoint_url="https://dynamodb.test")


@pytest.fixture
def connections() -> MemoryConnections:
    return MemoryConnections()


@pytest.fixture
def gateway(connections: MemoryConnections) -> Gateway:
    return Gateway(connections, frozenset({OURS}))


def reply(gateway: Gateway, body: object) -> dict[str, Any]:
    """What a client reads after it has sent a message."""
    answer = gateway.answer(push_event("MESSAGE", body=body))
    assert answer["statusCode"] == 200
    message: dict[str, Any] = json.loads(answer["body"])
    return message


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (None, 200),
        ({}, 200),
        ({"Origin": OURS}, 200),
        ({"origin": OURS.upper()}, 200),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": f"{OURS}.evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
    ],
)
def test_only_pages_of_our_origins_connect(gateway: Gateway, headers: Any, status: int) -> None:
    assert gateway.answer(push_event("CONNECT", headers=headers)) == {"statusCode": status}


def test_a_star_lets_every_page_in(connections: MemoryConnections) -> None:
    gateway = Gateway(connections, frozenset({"*"}))
    assert gateway.answer(push_event("CONNECT", headers={"Origin": "https://any.example"}))["statusCode"] == 200


def test_a_new_connection_is_sent_nothing(gateway: Gateway, connections: MemoryConnections) -> None:
    gateway.answer(push_event("CONNECT"))
    assert connections.subscriptions(NOON) == {}


def test_a_subscription_holds_until_the_next_one(gateway: Gateway, connections: MemoryConnections) -> None:
    first = reply(gateway, {"action": "subscribe", "symbols": ["TSLA", "AAPL", "TSLA"], "channels": ["prices"]})
    assert first == {"type": "subscribed", "feed": "live", "symbols": ["AAPL", "TSLA"], "channels": ["prices"]}
    wanted = Subscription(frozenset({"AAPL", "TSLA"}), frozenset({Channel.PRICES}))
    assert connections.subscriptions(NOON) == {"abc=": wanted}

    second = reply(gateway, {"action": "subscribe", "symbols": None, "channels": None})
    channels = ["anomalies", "candles", "feeds", "prices"]
    assert second == {"type": "subscribed", "feed": "live", "symbols": None, "channels": channels}
    assert connections.subscriptions(NOON) == {"abc=": EVERYTHING}


def test_a_subscription_follows_the_feed_that_it_names(gateway: Gateway, connections: MemoryConnections) -> None:
    for feed in ("flash-crash.k3f9q2", "live"):
        assert reply(gateway, {"action": "subscribe", "feed": feed})["feed"] == feed
        assert connections.subscriptions(NOON) == {"abc=": Subscription(None, frozenset(Channel), feed)}


def test_it_ends_when_api_gateway_ends_the_connection(gateway: Gateway, connections: MemoryConnections) -> None:
    reply(gateway, {"action": "subscribe"})
    assert connections.subscriptions(NOON + timedelta(minutes=119))
    assert not connections.subscriptions(NOON + timedelta(hours=2))


def test_an_empty_list_is_nothing_and_not_everything(gateway: Gateway, connections: MemoryConnections) -> None:
    assert reply(gateway, {"action": "subscribe", "symbols": [], "channels": []})["symbols"] == []
    assert connections.subscriptions(NOON) == {"abc=": Subscription(frozenset(), frozenset())}


def test_a_ping_is_answered(gateway: Gateway) -> None:
    assert reply(gateway, {"action": "ping", "at": 1}) == {"type": "pong"}


def test_who_leaves_is_forgotten(gateway: Gateway, connections: MemoryConnections) -> None:
    reply(gateway, {"action": "subscribe"})
    assert gateway.answer(push_event("DISCONNECT")) == {"statusCode": 200}
    assert connections.subscriptions(NOON) == {}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (None, "invalid_json"),
        ("", "invalid_json"),
        ("not json", "invalid_json"),
        ("[" * 8000, "invalid_json"),
        ("[1]", "invalid_json"),
        ("null", "invalid_json"),
        ('"subscribe"', "invalid_json"),
        ("1" * 5000, "invalid_json"),
        ('{"action":"ping","x":"' + "x" * 8192 + '"}', "message_too_long"),
        ({}, "unknown_action"),
        ({"action": "$connect"}, "unknown_action"),
        ({"action": ["subscribe"]}, "unknown_action"),
        ({"action": {"a": 1}}, "unknown_action"),
        ({"action": "subscribe", "symbol": ["AAPL"]}, "unknown_member"),
        ({"action": "subscribe", "\ud800": 1}, "unknown_member"),
        ({"action": "subscribe", "symbols": "AAPL"}, "invalid_symbols"),
        ({"action": "subscribe", "symbols": {"AAPL": 1}}, "invalid_symbols"),
        ({"action": "subscribe", "symbols": [1]}, "invalid_symbols"),
        ({"action": "subscribe", "symbols": ["aapl"]}, "invalid_symbols"),
        ({"action": "subscribe", "symbols": ["AAPL\n"]}, "invalid_symbols"),
        ({"action": "subscribe", "symbols": ["A"] * 101}, "invalid_symbols"),
        ({"action": "subscribe", "feed": "calm"}, "invalid_feed"),
        ({"action": "subscribe", "feed": ["live"]}, "invalid_feed"),
        ({"action": "subscribe", "feed": ""}, "invalid_feed"),
        ({"action": "subscribe", "feed": "*"}, "invalid_feed"),
        ({"action": "subscribe", "channels": ["trades"]}, "invalid_channels"),
        ({"action": "subscribe", "channels": [["prices"]]}, "invalid_channels"),
        ({"action": "subscribe", "channels": 0}, "invalid_channels"),
    ],
)
def test_a_bad_message_is_answered_and_changes_nothing(
    gateway: Gateway, connections: MemoryConnections, body: object, code: str
) -> None:
    problem = reply(gateway, body)
    assert (problem["type"], problem["code"]) == ("error", code)
    assert problem["error"]
    assert connections.subscriptions(NOON) == {}


def test_a_service_that_is_down_is_said_to_be(
    gateway: Gateway, connections: MemoryConnections, capsys: pytest.CaptureFixture[str]
) -> None:
    connections.failure = DOWN
    assert reply(gateway, {"action": "subscribe"}) == {
        "type": "error",
        "error": "the service cannot answer right now, try again",
        "code": "unavailable",
    }
    logged = json.loads(capsys.readouterr().out)
    assert logged == {"level": "ERROR", "message": "a dependency failed", "reason": str(DOWN)}


def test_an_action_that_there_is_not_is_told_which_there_are(gateway: Gateway) -> None:
    text = "action is subscribe or ping"
    assert reply(gateway, {"action": "sub"}) == {"type": "error", "error": text, "code": "unknown_action"}


def test_a_leave_that_cannot_be_noted_is_an_error_of_the_function(
    gateway: Gateway, connections: MemoryConnections
) -> None:
    connections.failure = DOWN
    with pytest.raises(EndpointConnectionError):
        gateway.answer(push_event("DISCONNECT"))
