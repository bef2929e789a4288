from __future__ import annotations

from decimal import Decimal

from tests.doubles.api_services import PRICE, REPLAY, ApiServices, ago, price


def test_the_newest_price_of_each_symbol() -> None:
    api = ApiServices(prices=[PRICE, price("AAPL", ago(hours=1)), price("AAPL", ago(minutes=1), feed=REPLAY)])
    reply = api.get("/prices")
    assert reply.status == 200
    assert reply.body == {
        "feed": "live",
        "prices": {
            "AAPL": {
                "feed": "live",
                "symbol": "AAPL",
                "price": Decimal("232.1501"),
                "volume": 1200,
                "change_percent": Decimal("-0.42"),
                "timestamp": "2026-11-20T15:00:00.000Z",
            }
        },
    }


def test_every_symbol_that_has_a_price_is_there_the_tracked_first() -> None:
    """What is pushed to a page is still there when it is loaded again."""
    api = ApiServices(prices=[price(symbol, ago(hours=1)) for symbol in ("AMZN", "MSFT", "ZION", "AAPL")])
    assert list(api.get("/prices").body["prices"]) == ["AAPL", "MSFT", "AMZN", "ZION"]


def test_a_replay_shows_its_own_prices() -> None:
    api = ApiServices(prices=[PRICE, price("NVDA", ago(hours=1), feed=REPLAY)])
    body = api.get("/prices", f"feed={REPLAY}").body
    assert (body["feed"], list(body["prices"])) == (REPLAY, ["NVDA"])
    assert api.get("/prices", "feed=calm.1").body == {"feed": "calm.1", "prices": {}}


def test_numbers_are_json_numbers_digit_for_digit() -> None:
    text = ApiServices(prices=[price("AAPL", ago(hours=1), "0.1000000001")]).get("/prices").raw["body"]
    assert '"price":0.1000000001,' in text


def test_history_is_newest_first_with_provenance() -> None:
    older = price("AAPL", ago(hours=2), "231")
    body = ApiServices(prices=[older, PRICE]).get("/prices/AAPL").body
    assert (body["symbol"], body["count"]) == ("AAPL", 2)
    assert [entry["timestamp"] for entry in body["prices"]] == [PRICE.timestamp, older.timestamp]
    assert body["prices"][0] == {
        "feed": "live",
        "symbol": "AAPL",
        "price": Decimal("232.1501"),
        "volume": 1200,
        "change_percent": Decimal("-0.42"),
        "timestamp": "2026-11-20T15:00:00.000Z",
        "volume_kind": "interval",
        "source": "alpha_vantage",
        "event_id": "a" * 32,
        "ingested_at": "2026-11-20T15:00:01.120Z",
    }


def test_hours_and_limit_cut_the_history() -> None:
    api = ApiServices(prices=[price("AAPL", ago(hours=hours)) for hours in (0, 1, 2, 30, 167)])
    assert api.get("/prices/AAPL").body["count"] == 3
    assert api.get("/prices/AAPL", "hours=1").body["count"] == 2
    assert api.get("/prices/AAPL", "hours=168").body["count"] == 5
    assert api.get("/prices/AAPL", "hours=168&limit=4").body["count"] == 4


def test_at_most_a_hundred_unless_asked_for() -> None:
    api = ApiServices(prices=[price("AAPL", ago(seconds=second)) for second in range(120)])
    assert api.get("/prices/AAPL").body["count"] == 100
    assert api.get("/prices/AAPL", "limit=500").body["count"] == 120


def test_a_symbol_nobody_has_seen_is_unknown() -> None:
    reply = ApiServices(prices=[PRICE]).get("/prices/NOPE")
    assert reply.status == 404
    assert reply.body == {"error": "nothing is known of symbol NOPE in feed live", "code": "unknown_symbol"}


def test_a_tracked_symbol_without_prices_has_an_empty_history() -> None:
    reply = ApiServices().get("/prices/MSFT")
    assert (reply.status, reply.body) == (200, {"feed": "live", "symbol": "MSFT", "prices": [], "count": 0})


def test_a_replayed_symbol_is_known_beyond_the_hours_asked_for() -> None:
    reply = ApiServices(prices=[price("NVDA", ago(hours=30), feed=REPLAY)]).get("/prices/NVDA", f"feed={REPLAY}")
    assert (reply.status, reply.body) == (200, {"feed": REPLAY, "symbol": "NVDA", "prices": [], "count": 0})


def test_a_replays_history_is_no_part_of_the_markets() -> None:
    api = ApiServices(prices=[PRICE, price("AAPL", ago(hours=1), feed=REPLAY)])
    assert api.get("/prices/AAPL").body["count"] == 1
    assert [row["feed"] for row in api.get("/prices/AAPL", f"feed={REPLAY}").body["prices"]] == [REPLAY]
    assert ApiServices(prices=[price("NVDA", ago(hours=1), feed=REPLAY)]).get("/prices/NVDA").status == 404
