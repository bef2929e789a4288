from __future__ import annotations

from decimal import Decimal

from finpulse_cli.features.parity.tables import comparable, expected_keys, own_latest
from lambdas.shared.adapters.dynamodb.anomaly_store import anomaly_item
from lambdas.shared.adapters.dynamodb.candle_item import candle_item
from lambdas.shared.domain.candle import fold_candle
from tests.factories import anomaly, price_event


def test_what_is_of_the_writing_is_left_out() -> None:
    item = {"symbol": "AAPL", "timestamp": "t", "price": Decimal(1), "ingested_at": "i", "expires_at": Decimal(5)}
    assert comparable("live_prices", [item]) == {("AAPL", "t"): {"price": Decimal(1), "ingested_at": "i"}}


def test_a_candle_shows_its_events_as_texts() -> None:
    events = [price_event(1), price_event(2, seconds=5)]
    candle = fold_candle(None, events)
    assert candle
    [(key, item)] = comparable("price_candles", [candle_item(candle, 5)]).items()
    assert key == ("AAPL", "2026-11-20T17:00:00.000Z")
    assert item["fold"]["event_ids"] == sorted(event.event_id for event in events)
    assert "expires_at" not in item


def test_the_mark_of_an_anomaly_is_compared_with_the_alerts() -> None:
    found = anomaly()
    [(key, item)] = comparable("anomalies", [anomaly_item(found)]).items()
    assert key == ("AAPL", found.anomaly_id)
    assert "alerted" not in item
    assert item["window"] == list(found.window)


def latest(symbol: str, event_id: str) -> dict[str, str]:
    return {"symbol": symbol, "event_id": event_id}


def test_a_symbol_that_was_quoted_since_is_left_out_on_both_sides() -> None:
    a = [latest("AAPL", "ours"), latest("MSFT", "ours too")]
    b = [latest("AAPL", "newer"), latest("MSFT", "ours too")]
    assert own_latest(a, b, {"ours", "ours too"}) == ([a[1]], [b[1]], ["AAPL"])


def test_a_latest_price_that_is_missing_is_compared() -> None:
    a = [latest("AAPL", "ours")]
    assert own_latest(a, [], {"ours"}) == (a, [], [])


def test_every_event_must_leave_a_price_and_a_candle() -> None:
    keys = expected_keys([price_event(1, seconds=5), price_event(2, seconds=10), price_event(3, seconds=60)])
    assert keys["price_candles"] == {("AAPL", f"2026-11-20T17:0{minute}:00.000Z") for minute in (0, 1)}
    assert ("AAPL", "2026-11-20T17:00:10.000Z") in keys["live_prices"]
    assert len(keys["live_prices"]) == 3
