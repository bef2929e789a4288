from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from lambdas.shared.domain.quote_time import ExchangeHours
from lambdas.shared.domain.request_count import RequestCount
from tests.doubles.api_services import PRICE, REPLAY, ApiServices, ago, anomaly, candle, price


def test_an_empty_pipeline_is_stalled() -> None:
    assert ApiServices().get("/stats").body == {
        "feed": "live",
        "events_last_hour": 0,
        "anomalies_24h": 0,
        "symbols_tracked": 2,
        "latest_prices": {},
        "pipeline_status": "stalled",
        "requests": [],
    }


def test_events_are_the_trades_of_the_last_sixty_minutes() -> None:
    minutes = [
        candle("AAPL", "2026-11-20T15:00:00.000Z", trades=4),
        candle("AAPL", "2026-11-20T14:01:00.000Z", trades=10),
        candle("MSFT", "2026-11-20T14:30:00.000Z", trades=100),
    ]
    others = [
        candle("AAPL", "2026-11-20T14:00:00.000Z", trades=1000),  # began more than an hour ago
        candle("AAPL", "2026-11-20T15:01:00.000Z", trades=1000),  # has not begun
        candle("AAPL", "2026-11-20T14:30:00.000Z", trades=1000, feed=REPLAY),
    ]
    assert ApiServices(candles=minutes + others).get("/stats").body["events_last_hour"] == 114


def test_anomalies_are_counted_over_a_day_and_all_symbols() -> None:
    hours = (1, 23, 23.5, 24, 24.01, 24.5, 25)
    found = [anomaly(symbol, ago(hours=hour)) for hour in hours for symbol in ("NVDA", "AAPL")]
    assert (
        ApiServices(anomalies=[*found, anomaly("AAPL", ago(hours=1), REPLAY)]).get("/stats").body["anomalies_24h"] == 8
    )


def test_a_replay_has_stats_of_its_own() -> None:
    api = ApiServices(
        prices=[PRICE, *(price(symbol, ago(minutes=1), feed=REPLAY) for symbol in ("AAPL", "NVDA", "AMD"))],
        candles=[candle("NVDA", ago(minutes=1), trades=7, feed=REPLAY), candle("AAPL", ago(minutes=1), trades=100)],
        anomalies=[anomaly("NVDA", ago(minutes=1), REPLAY), anomaly("AAPL", ago(minutes=1))],
    )
    body = api.get("/stats", f"feed={REPLAY}").body
    assert (body["feed"], body["events_last_hour"], body["anomalies_24h"]) == (REPLAY, 7, 1)
    assert (body["symbols_tracked"], list(body["latest_prices"])) == (3, ["AAPL", "AMD", "NVDA"])


def test_a_symbol_configured_twice_is_one() -> None:
    assert ApiServices(symbols=("AAPL", "AAPL")).get("/stats").body["symbols_tracked"] == 1


def test_latest_prices_are_those_of_prices() -> None:
    api = ApiServices(prices=[PRICE, price("MSFT", ago(hours=1), "415.25")])
    latest = api.get("/stats").body["latest_prices"]
    assert latest == api.get("/prices").body["prices"]
    assert latest["MSFT"]["price"] == Decimal("415.25")


@pytest.mark.parametrize(("seconds", "status"), [(120, "operational"), (300, "delayed"), (301, "stalled")])
def test_the_newest_event_of_any_symbol_decides_the_status(seconds: int, status: str) -> None:
    api = ApiServices(prices=[price("AAPL", ago(hours=3)), price("MSFT", ago(seconds=seconds))])
    assert api.get("/stats").body["pipeline_status"] == status


@pytest.mark.parametrize(("seconds", "status"), [(120, "operational"), (300, "delayed"), (301, "stalled")])
def test_an_event_stamped_ahead_of_the_clock_is_as_old_as_its_arrival(seconds: int, status: str) -> None:
    ahead = replace(price("AAPL", ago(hours=-20)), ingested_at=ago(seconds=seconds))
    assert ApiServices(prices=[ahead]).get("/stats").body["pipeline_status"] == status


def test_a_recording_of_the_past_that_arrives_now_is_no_sign_of_life() -> None:
    recorded = replace(price("AAPL", ago(hours=20)), ingested_at=ago(seconds=1))
    assert ApiServices(prices=[recorded]).get("/stats").body["pipeline_status"] == "stalled"


def counts(day: date = date(2026, 11, 20)) -> list[RequestCount]:
    return [
        RequestCount("alpha_vantage", day, 25, 25),
        RequestCount("finnhub", day, 780, None),
    ]


def test_the_day_s_requests_are_told_and_when_a_used_up_provider_is_asked_again() -> None:
    api = ApiServices(requests=[*counts(), *counts(date(2026, 11, 19))], exchange_hours=ExchangeHours.NYSE)
    assert api.get("/stats").body["requests"] == [
        {"provider": "alpha_vantage", "used": 25, "limit": 25, "goes_on_at": "2026-11-23T14:30:00.000Z"},
        {"provider": "finnhub", "used": 780, "limit": None, "goes_on_at": None},
    ]


def test_a_replay_asks_nobody() -> None:
    assert ApiServices(requests=counts()).get("/stats", f"feed={REPLAY}").body["requests"] == []
