from __future__ import annotations

from decimal import Decimal

from tests.doubles.api_services import CANDLE, PRICE, REPLAY, ApiServices, ago, candle


def test_candles_are_newest_first() -> None:
    older = candle("AAPL", ago(hours=1))
    body = ApiServices(candles=[older, CANDLE, candle("MSFT", ago(hours=1))]).get("/candles/AAPL").body
    assert (body["symbol"], body["count"]) == ("AAPL", 2)
    assert [entry["candle_timestamp"] for entry in body["candles"]] == [CANDLE.candle_timestamp, older.candle_timestamp]
    assert body["candles"][0] == {
        "feed": "live",
        "symbol": "AAPL",
        "candle_timestamp": "2026-11-20T15:00:00.000Z",
        "open": Decimal("232.1"),
        "high": Decimal("232.2"),
        "low": Decimal("232.05"),
        "close": Decimal("232.15"),
        "volume": Decimal("1200.5"),
        "trades": 4,
        "first_at": "2026-11-20T15:00:00.000Z",
        "last_at": "2026-11-20T15:00:45.000Z",
    }


def test_hours_and_limit_cut_the_list() -> None:
    api = ApiServices(candles=[candle("AAPL", ago(hours=hours)) for hours in (0, 1, 2, 30)])
    assert api.get("/candles/AAPL").body["count"] == 3
    assert api.get("/candles/AAPL", "hours=168&limit=2").body["count"] == 2


def test_a_symbol_nobody_has_seen_is_unknown() -> None:
    assert ApiServices(candles=[CANDLE]).get("/candles/NOPE").status == 404


def test_a_tracked_symbol_without_candles_has_none() -> None:
    reply = ApiServices(prices=[PRICE]).get("/candles/MSFT")
    assert (reply.status, reply.body) == (200, {"feed": "live", "symbol": "MSFT", "candles": [], "count": 0})


def test_candles_are_those_of_one_feed() -> None:
    api = ApiServices(candles=[CANDLE, candle("AAPL", ago(hours=1), feed=REPLAY)])
    body = api.get("/candles/AAPL", f"feed={REPLAY}").body
    assert (body["feed"], [row["feed"] for row in body["candles"]]) == (REPLAY, [REPLAY])
    assert [row["feed"] for row in api.get("/candles/AAPL").body["candles"]] == ["live"]


def test_a_tracked_symbol_that_a_replay_does_not_have_is_unknown_there() -> None:
    assert ApiServices(candles=[CANDLE]).get("/candles/AAPL", f"feed={REPLAY}").status == 404
