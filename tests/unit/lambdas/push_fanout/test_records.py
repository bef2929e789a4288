from __future__ import annotations

import json
from typing import Any

import pytest

from lambdas.push_fanout.records import read_changes
from lambdas.shared.domain.subscription import Channel
from tests.doubles.table_changes import FORMS, alert, batch, candle, price, record


def read(*records: dict[str, Any]) -> list[tuple[Channel, str | None, dict[str, Any]]]:
    """What a batch says of items, payloads parsed; every item must be readable."""
    changes, unreadable = read_changes(batch(*records), FORMS)
    assert unreadable == 0
    items = [change for change in changes if change.channel is not Channel.FEEDS]
    return [(change.channel, change.symbol, json.loads(change.payload)) for change in items]


def test_a_price_looks_as_over_http() -> None:
    ((channel, symbol, payload),) = read(record("latest", price(amount="231.50")))
    assert (channel, symbol) == (Channel.PRICES, "AAPL")
    assert payload == {
        "feed": "live",
        "symbol": "AAPL",
        "price": 231.5,
        "volume": 1200,
        "change_percent": None,
        "timestamp": "2026-11-20T17:00:00.000Z",
    }


def test_a_candle_keeps_its_own_affairs_to_itself() -> None:
    ((channel, _, payload),) = read(record("candles", candle(amounts=["10", "12", "11"])))
    assert channel is Channel.CANDLES
    assert [payload[name] for name in ("open", "high", "low", "close", "trades")] == [10, 12, 10, 11, 3]
    assert payload["candle_timestamp"] == "2026-11-20T17:00:00.000Z"
    assert {"fold", "expires_at"}.isdisjoint(payload)


def test_an_anomaly_brings_its_window() -> None:
    ((channel, _, payload),) = read(record("anomalies", alert(), "INSERT"))
    assert channel is Channel.ANOMALIES
    assert len(payload["window"]) == 30
    assert payload["alerted"] is False
    assert payload["feed"] == "live"
    assert {"listing", "anomaly_id", "expires_at"}.isdisjoint(payload)


def test_only_the_newest_state_of_an_item_is_news() -> None:
    changes = read(
        record("latest", price("AAPL", "1")),
        record("latest", price("MSFT", "5")),
        record("latest", price("AAPL", "2", seconds=1)),
        record("candles", candle("AAPL", ["1"])),
        record("candles", candle("AAPL", ["3"], minute=1)),
        record("candles", candle("AAPL", ["1", "2"])),
        record("anomalies", alert(alerted=False), "INSERT"),
        record("anomalies", alert(alerted=True)),
        record("anomalies", alert(seconds=1), "INSERT"),
    )
    assert [payload["price"] for channel, _, payload in changes if channel is Channel.PRICES] == [5, 2]
    assert [payload["trades"] for channel, _, payload in changes if channel is Channel.CANDLES] == [1, 2]
    assert [payload["alerted"] for channel, _, payload in changes if channel is Channel.ANOMALIES] == [True, False]


def test_items_of_several_feeds_are_told_apart() -> None:
    changes = read(*(record("latest", price("AAPL", "1", feed=feed)) for feed in ("live", "calm.1", "calm.2")))
    assert [payload["feed"] for _, _, payload in changes] == ["live", "calm.1", "calm.2"]


def test_each_feed_with_a_new_price_is_told_once_and_first() -> None:
    batched = batch(
        record("candles", candle(feed="calm.1")),
        record("latest", price("AAPL", "1", seconds=5, feed="calm.1")),
        record("latest", price("MSFT", "1", seconds=2, feed="calm.1")),
        record("latest", price("AAPL", "1")),
    )
    changes, _ = read_changes(batched, FORMS)
    told = [(change.feed, json.loads(change.payload)) for change in changes[:2]]
    assert told == [
        (
            "calm.1",
            {
                "feed": "calm.1",
                "kind": "replay",
                "fixture": "calm",
                "run": "1",
                "newest_at": "2026-11-20T17:00:05.000Z",
            },
        ),
        (
            "live",
            {"feed": "live", "kind": "live", "fixture": None, "run": None, "newest_at": "2026-11-20T17:00:00.000Z"},
        ),
    ]
    assert [change.channel for change in changes[2:]] == [Channel.CANDLES, *[Channel.PRICES] * 3]


def test_what_expired_is_no_news() -> None:
    assert read(record("latest", price(), "REMOVE")) == []
    assert read(record("latest", price()), record("latest", price(), "REMOVE")) == []


@pytest.mark.parametrize("member", ["price", "timestamp", "event_id", "symbol", "feed"])
def test_an_unreadable_item_is_counted_and_its_neighbours_are_sent(member: str) -> None:
    broken = record("latest", price())
    del broken["dynamodb"]["NewImage"][member]
    changes, unreadable = read_changes(batch(broken, record("latest", price("MSFT"))), FORMS)
    assert [change.symbol for change in changes] == [None, "MSFT"]
    assert unreadable == 1
