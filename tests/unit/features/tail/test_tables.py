"""The three tables that are tailed: prices.py, candles.py, anomalies.py."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from finpulse_cli.features.tail import anomalies, candles, prices
from finpulse_cli.features.tail.base import Column, Row
from lambdas.shared.adapters.dynamodb.newest_first import Span
from lambdas.shared.domain.anomaly import Severity
from tests.factories import NOON, anomaly, price_event
from tests.unit.features.tail.fakes import FakeDynamo, source


def price(symbol: str, minute: int, price: str = "100") -> dict[str, Any]:
    return {
        "symbol": symbol,
        "timestamp": f"2026-11-20T16:{minute:02d}:00.000Z",
        "price": Decimal(price),
        "volume": Decimal(1200),
        "volume_kind": "interval",
        "source": "replay:test",
        "event_id": "0" * 32,
        "ingested_at": "2026-11-20T17:00:00.000Z",
        "change_percent": None,
        "expires_at": 2_000_000_000,
    }


def candle(symbol: str, minute: int, trades: int = 1) -> dict[str, Any]:
    at = f"2026-11-20T16:{minute:02d}:00.000Z"
    prices = dict.fromkeys(("open", "high", "low", "close"), Decimal("1.5"))
    moments = dict.fromkeys(("candle_timestamp", "first_at", "last_at"), at)
    return {"symbol": symbol, "volume": Decimal(7), "trades": trades, **prices, **moments, "fold": {"x": 1}}


def cells(columns: tuple[Column, ...], row: Row) -> list[str]:
    return [column.cell(row.values, NOON).plain for column in columns]


def test_prices_of_all_known_symbols_in_time_order(tmp_path: Path) -> None:
    dynamo = FakeDynamo(
        {
            "live_prices": [price("TSLA", 2), price("AAPL", 1), price("NVDA", 3, "9.5"), price("UNKNOWN", 4)],
            "detector_state": [{"series": "replay:x#NVDA"}],
        }
    )
    reader = prices.open_reader(source(tmp_path, dynamodb=dynamo))
    page = reader.latest(10)
    assert [row.values["symbol"] for row in page.rows] == ["AAPL", "TSLA", "NVDA"]
    assert cells(reader.columns, page.rows[-1]) == ["16:03:00", "57m", "NVDA", "9.50", "-", "1,200", "replay:test"]
    assert page.rows[-1].values["price"] == Decimal("9.5")


def test_a_price_written_later_for_an_earlier_moment_is_followed(tmp_path: Path) -> None:
    dynamo = FakeDynamo({"live_prices": [price("AAPL", 30)], "detector_state": []})
    reader = prices.open_reader(source(tmp_path, dynamodb=dynamo))
    page = reader.latest(10)
    dynamo.tables["live_prices"].append(price("AAPL", 10))
    assert [row.values["timestamp"] for row in reader.fresh(page.cursor).rows] == ["2026-11-20T16:10:00.000Z"]


def test_a_candle_that_takes_in_an_event_comes_again_under_its_key(tmp_path: Path) -> None:
    dynamo = FakeDynamo({"price_candles": [candle("AAPL", 1), candle("AAPL", 2)], "detector_state": []})
    reader = candles.open_reader(source(tmp_path, symbol="AAPL", dynamodb=dynamo))
    page = reader.latest(10)
    dynamo.tables["price_candles"][1]["trades"] = 2
    fresh = reader.fresh(page.cursor).rows
    assert [(row.key, row.values["trades"]) for row in fresh] == [(page.rows[1].key, 2)]
    assert "fold" not in fresh[0].values
    assert cells(reader.columns, fresh[0])[-6:] == ["1.50", "1.50", "1.50", "1.50", "7", "2"]


def test_anomalies_newest_first_by_severity_and_symbol(tmp_path: Path) -> None:
    dynamo = FakeDynamo()
    dynamo.add_anomaly(anomaly(price_event("412.5", seconds=0)))
    dynamo.add_anomaly(anomaly(price_event("412.5", seconds=60, symbol="TSLA"), severity=Severity.MEDIUM))
    dynamo.add_anomaly(anomaly(price_event("412.5", seconds=120)))

    def listed(symbol: str | None = None, severity: Severity | None = None) -> list[tuple[str, str]]:
        found = anomalies.list_anomalies(source(tmp_path, symbol=symbol, dynamodb=dynamo), Span(limit=10), severity)
        return [(item.symbol, item.detected_at[14:16]) for item in found]

    assert listed() == [("AAPL", "02"), ("TSLA", "01"), ("AAPL", "00")]
    assert listed(symbol="AAPL") == [("AAPL", "02"), ("AAPL", "00")]
    assert listed(severity=Severity.MEDIUM) == [("TSLA", "01")]


def test_anomalies_tail_ends_with_the_newest(tmp_path: Path) -> None:
    dynamo = FakeDynamo()
    dynamo.add_anomaly(anomaly(price_event("412.5", seconds=60)))
    dynamo.add_anomaly(anomaly(price_event("412.5", seconds=0)))
    reader = anomalies.open_reader(source(tmp_path, dynamodb=dynamo))
    rows = reader.latest(10).rows
    assert [row.values["detected_at"][14:16] for row in rows] == ["00", "01"]
    shown = cells(reader.columns, rows[0])
    assert shown[2:8] == ["AAPL", "▲ SPIKE", "!! HIGH", "+312.50", "412.50", "+3.12%"]
    assert shown[8] == rows[0].values["event_id"]
    assert len(rows[0].values["window"]) == 30
