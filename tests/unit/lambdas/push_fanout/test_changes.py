from __future__ import annotations

import json
from typing import TYPE_CHECKING, get_type_hints

import pytest

from lambdas.push_fanout.changes import LARGEST_MESSAGE, Change, updates
from lambdas.shared import push_messages
from lambdas.shared.domain.subscription import EVERYTHING, Channel, Subscription

if TYPE_CHECKING:
    from collections.abc import Sequence


def change(
    channel: Channel = Channel.PRICES, symbol: str | None = "AAPL", number: int = 0, feed: str = "live"
) -> Change:
    return Change(channel, feed, symbol, json.dumps({"symbol": symbol, "number": number}))


def test_a_message_has_every_list() -> None:
    (message,) = updates([change(Channel.CANDLES)], EVERYTHING)
    assert json.loads(message) == {
        "type": "update",
        "feeds": [],
        "prices": [],
        "candles": [{"symbol": "AAPL", "number": 0}],
        "anomalies": [],
    }
    assert set(json.loads(message)) == set(push_messages.PushUpdate.__annotations__)
    assert set(Channel) == set(push_messages.PushUpdate.__annotations__) - {"type"}


def test_the_channels_are_those_of_the_contract() -> None:
    payloads = ("LatestPricePayload", "CandlePayload", "AnomalyPayload", "Feed", "FeedKind", "Timestamp")
    names = dict.fromkeys(payloads, object)
    hints = get_type_hints(push_messages.PushSubscribed, localns=names)
    assert str(hints["channels"]) == f"list[typing.Literal{[channel.value for channel in Channel]}]"


@pytest.mark.parametrize(
    ("subscription", "numbers"),
    [
        (EVERYTHING, [0, 1, 2]),
        (Subscription(frozenset({"AAPL"}), frozenset(Channel)), [0, 2]),
        (Subscription(None, frozenset({Channel.PRICES})), [0, 1]),
        (Subscription(frozenset({"MSFT"}), frozenset({Channel.PRICES, Channel.ANOMALIES})), [1]),
        (Subscription(frozenset(), frozenset(Channel)), []),
        (Subscription(None, frozenset()), []),
        (Subscription(frozenset({"TSLA"}), frozenset(Channel)), []),
    ],
)
def test_a_subscription_is_sent_what_it_wants(subscription: Subscription, numbers: Sequence[int]) -> None:
    changes = [change(), change(symbol="MSFT", number=1), change(Channel.ANOMALIES, number=2)]
    messages = [json.loads(message) for message in updates(changes, subscription)]
    assert [entry["number"] for message in messages for channel in Channel for entry in message[channel]] == numbers
    assert len(messages) == bool(numbers)


@pytest.mark.parametrize(("feed", "numbers"), [("live", [0, 2, 4, 5]), ("calm.1", [1, 3, 4, 5]), ("calm.2", [4, 5])])
def test_prices_and_candles_are_those_of_one_feed_and_the_rest_of_all(feed: str, numbers: Sequence[int]) -> None:
    changes = [
        change(feed="live", number=0),
        change(feed="calm.1", number=1),
        change(Channel.CANDLES, feed="live", number=2),
        change(Channel.CANDLES, feed="calm.1", number=3),
        change(Channel.ANOMALIES, feed="crash.1", number=4),
        change(Channel.FEEDS, None, feed="crash.1", number=5),
    ]
    (message,) = updates(changes, Subscription(None, frozenset(Channel), feed))
    assert sorted(entry["number"] for channel in Channel for entry in json.loads(message)[channel]) == numbers


def test_a_feed_is_told_whatever_symbols_are_wanted() -> None:
    (message,) = updates([change(Channel.FEEDS, None)], Subscription(frozenset({"TSLA"}), frozenset(Channel)))
    assert len(json.loads(message)["feeds"]) == 1


def test_much_goes_in_several_messages() -> None:
    changes = [change(Channel.CANDLES, number=number) for number in range(5000)]
    messages = updates(changes, EVERYTHING)
    assert len(messages) > 1
    assert all(len(message.encode()) <= LARGEST_MESSAGE for message in messages)
    sent = [entry["number"] for message in messages for entry in json.loads(message)["candles"]]
    assert sent == list(range(5000))
