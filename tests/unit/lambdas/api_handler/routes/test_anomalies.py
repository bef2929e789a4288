from __future__ import annotations

from decimal import Decimal

from tests.doubles.api_services import ANOMALY, REPLAY, ApiServices, ago, anomaly


def test_anomalies_of_all_symbols_newest_first() -> None:
    older = anomaly("AAPL", ago(hours=500))
    body = ApiServices(anomalies=[older, ANOMALY]).get("/anomalies").body
    assert body["count"] == 2
    assert [entry["symbol"] for entry in body["anomalies"]] == ["TSLA", "AAPL"]
    assert body["anomalies"][0] == {
        "feed": REPLAY,
        "symbol": "TSLA",
        "detected_at": "2026-11-20T14:31:00.000Z",
        "event_id": "b" * 32,
        "direction": "DROP",
        "severity": "HIGH",
        "current_price": Decimal("210.5"),
        "mean_price": Decimal("232.145"),
        "stdev": Decimal("0.0880340843"),
        "z_score": Decimal("-245.87"),
        "deviation_percent": Decimal("-9.32"),
        "detector": "zscore",
        "threshold": Decimal("2.5"),
        "high_threshold": Decimal("3.5"),
        "scale": None,
        "window": [Decimal(232) + Decimal(place) / 100 for place in range(30)],
        "alerted": True,
        "held_by": None,
        "held_until": None,
        "delivered_to": [],
        "acknowledged_at": None,
        "acknowledged_by": None,
        "source": "replay",
    }


def test_fifty_unless_asked_for_otherwise() -> None:
    api = ApiServices(anomalies=[anomaly("AAPL", ago(minutes=minute)) for minute in range(60)])
    assert api.get("/anomalies").body["count"] == 50
    assert api.get("/anomalies", "limit=7").body["count"] == 7


def test_none_is_an_empty_list() -> None:
    assert ApiServices().get("/anomalies").body == {"anomalies": [], "count": 0}


def test_all_feeds_unless_one_is_named() -> None:
    api = ApiServices(anomalies=[ANOMALY, anomaly("AAPL", ago(hours=1))])
    feeds = {
        query: [row["feed"] for row in api.get("/anomalies", query).body["anomalies"]]
        for query in ("", "feed=live", f"feed={REPLAY}", "feed=calm.1")
    }
    assert feeds == {"": [REPLAY, "live"], "feed=live": ["live"], f"feed={REPLAY}": [REPLAY], "feed=calm.1": []}
