from __future__ import annotations

from decimal import Decimal

from finpulse_cli.features.parity.tables import comparable, expected_keys
from lambdas.shared.adapters.dynamodb.anomaly_item import anomaly_item
from lambdas.shared.adapters.dynamodb.candle_item import candle_item
from lambdas.shared.domain.candle import fold_candle
from tests.factories import NOON, anomaly, price_event


def test_what_is_of_the_writing_is_left_out() -> None:
    item = {"series": "AAPL", "timestamp": "t", "price": Decimal(1), "ingested_at": "i", "expires_at": Decimal(5)}
    assert comparable("live_prices", [item]) == {("AAPL", "t"): {"price": Decimal(1), "ingested_at": "i"}}


def test_a_candle_shows_its_events_as_texts() -> None:
    events = [price_event(1), price_event(2, seconds=5)]
    candle = fold_candle(None, events)
    assert candle
    [(key, item)] = comparable("price_candles", [candle_item(candle, 5)]).items()
    assert key == ("AAPL@test.1", "2026-11-20T17:00:00.000Z")
    assert item["fold"]["event_ids"] == sorted(event.event_id for event in events)
    assert "expires_at" not in item


def test_the_mark_of_an_anomaly_is_compared_with_the_alerts() -> None:
    found = anomaly()
    [(key, item)] = comparable("anomalies", [anomaly_item(found, NOON)]).items()
    assert key == ("AAPL", found.anomaly_id)
    assert "alerted" not in item
    assert item["window"] == list(found.window)


def test_every_event_must_leave_a_price_and_a_candle() -> None:
    keys = expected_keys([price_event(1, seconds=5), price_event(2, seconds=10), price_event(3, seconds=60)])
    assert keys["price_candles"] == {("AAPL@test.1", f"2026-11-20T17:0{minute}:00.000Z") for minute in (0, 1)}
    assert ("AAPL@test.1", "2026-11-20T17:00:10.000Z") in keys["live_prices"]
    assert len(keys["live_prices"]) == 3
    assert keys["latest_prices"] == {("test.1", "AAPL")}
    assert keys["detector_state"] == {("AAPL@test.1",)}
