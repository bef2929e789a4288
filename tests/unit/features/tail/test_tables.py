"""The three tables that are tailed: prices.py, candles.py, anomalies.py."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from finpulse_cli.features.tail import anomalies, candles, prices
from finpulse_cli.features.tail.table import fitting
from lambdas.shared.domain.anomaly import Severity
from lambdas.shared.domain.feed import LIVE, series_of
from lambdas.shared.domain.span import Span
from tests.factories import FEED, NOON, anomaly, price_event
from tests.unit.features.tail.fakes import FakeDynamo, source

if TYPE_CHECKING:
    from pathlib import Path

    from finpulse_cli.features.tail.base import Column, Row


def price(symbol: str, minute: int, price: str = "100", feed: str = LIVE) -> dict[str, Any]:
    return {
        "series": series_of(feed, symbol),
        "feed": feed,
        "symbol": symbol,
        "timestamp": f"2026-11-20T16:{minute:02d}:00.000Z",
        "price": Decimal(price),
        "volume": Decimal(1200),
        "volume_kind": "interval",
        "source": "finnhub",
        "event_id": "0" * 32,
        "ingested_at": "2026-11-20T17:00:00.000Z",
        "change_percent": None,
        "expires_at": 2_000_000_000,
    }


def candle(symbol: str, minute: int, trades: int = 1) -> dict[str, Any]:
    at = f"2026-11-20T16:{minute:02d}:00.000Z"
    prices = dict.fromkeys(("open", "high", "low", "close"), Decimal("1.5"))
    moments = dict.fromkeys(("candle_timestamp", "first_at", "last_at"), at)
    names = {"series": symbol, "feed": LIVE, "symbol": symbol}
    return {**names, "volume": Decimal(7), "trades": trades, **prices, **moments, "fold": {"x": 1}}


def cells(columns: tuple[Column, ...], row: Row) -> list[str]:
    return [column.cell(row.values, NOON).plain for column in columns]


def live(dynamo: FakeDynamo, *symbols: str) -> FakeDynamo:
    dynamo.add_feed(LIVE, *symbols)
    return dynamo


def test_prices_of_all_the_symbols_of_the_live_feed_in_time_order(tmp_path: Path) -> None:
    rows = [price("TSLA", 2), price("AAPL", 1), price("NVDA", 3, "0.00001234"), price("AAPL", 4, feed="calm.one")]
    dynamo = live(FakeDynamo({"live_prices": rows}), "AAPL", "TSLA", "NVDA")
    reader = prices.open_reader(source(tmp_path, dynamodb=dynamo))
    page = reader.latest(10)
    assert [row.values["symbol"] for row in page.rows] == ["AAPL", "TSLA", "NVDA"]
    assert cells(reader.columns, page.rows[-1]) == [
        "16:03:00",
        "57m",
        "NVDA",
        "0.00001234",
        "-",
        "1,200",
        "finnhub",
        "live",
    ]
    assert page.rows[-1].values["price"] == Decimal("0.00001234")


def test_prices_of_the_feed_that_is_named(tmp_path: Path) -> None:
    dynamo = live(FakeDynamo({"live_prices": [price("AAPL", 1), price("AAPL", 4, feed="calm.one")]}), "AAPL")
    dynamo.add_feed("calm.one", "AAPL")
    rows = prices.open_reader(source(tmp_path, feed="calm.one", dynamodb=dynamo)).latest(10).rows
    assert [(row.values["feed"], row.values["timestamp"][14:16]) for row in rows] == [("calm.one", "04")]


def test_a_price_written_later_for_an_earlier_moment_is_followed(tmp_path: Path) -> None:
    dynamo = live(FakeDynamo({"live_prices": [price("AAPL", 30)]}), "AAPL")
    reader = prices.open_reader(source(tmp_path, dynamodb=dynamo))
    page = reader.latest(10)
    dynamo.tables["live_prices"].append(price("AAPL", 10))
    assert [row.values["timestamp"] for row in reader.fresh(page.cursor).rows] == ["2026-11-20T16:10:00.000Z"]


def test_a_candle_that_takes_in_an_event_comes_again_under_its_key(tmp_path: Path) -> None:
    dynamo = FakeDynamo({"price_candles": [candle("AAPL", 1), candle("AAPL", 2)]})
    reader = candles.open_reader(source(tmp_path, symbol="AAPL", dynamodb=dynamo))
    page = reader.latest(10)
    dynamo.tables["price_candles"][1]["trades"] = 2
    fresh = reader.fresh(page.cursor).rows
    assert [(row.key, row.values["trades"]) for row in fresh] == [(page.rows[1].key, 2)]
    assert "fold" not in fresh[0].values
    assert cells(reader.columns, fresh[0])[-7:] == ["1.50", "1.50", "1.50", "1.50", "7", "2", "live"]


def test_anomalies_newest_first_by_severity_and_symbol(tmp_path: Path) -> None:
    dynamo = FakeDynamo()
    dynamo.add_anomaly(anomaly(price_event("412.5", seconds=0)))
    dynamo.add_anomaly(anomaly(price_event("412.5", seconds=60, symbol="TSLA"), severity=Severity.MEDIUM))
    dynamo.add_anomaly(anomaly(price_event("412.5", seconds=120)))

    dynamo.add_anomaly(anomaly(price_event("412.5", seconds=180, feed="calm.one")))

    def listed(
        symbol: str | None = None, severity: Severity | None = None, feed: str | None = FEED
    ) -> list[tuple[str, str]]:
        asked = source(tmp_path, symbol=symbol, feed=feed, dynamodb=dynamo)
        found = anomalies.list_anomalies(asked, Span(limit=10), NOON, severity)
        return [(item.symbol, item.detected_at[14:16]) for item in found]

    assert listed() == [("AAPL", "02"), ("TSLA", "01"), ("AAPL", "00")]
    assert listed(symbol="AAPL") == [("AAPL", "02"), ("AAPL", "00")]
    assert listed(severity=Severity.MEDIUM) == [("TSLA", "01")]
    assert listed(feed="calm.one") == listed("AAPL", feed="calm.one") == [("AAPL", "03")]
    assert len(listed(feed=None)) == 4
    assert len(listed("AAPL", feed=None)) == 3


def test_anomalies_tail_ends_with_the_newest(tmp_path: Path) -> None:
    dynamo = FakeDynamo()
    dynamo.add_anomaly(anomaly(price_event("412.5", seconds=60)))
    dynamo.add_anomaly(anomaly(price_event("412.5", seconds=0)))
    reader = anomalies.open_reader(source(tmp_path, dynamodb=dynamo))
    rows = reader.latest(10).rows
    assert [row.values["detected_at"][14:16] for row in rows] == ["00", "01"]
    shown = cells(reader.columns, rows[0])
    assert shown[2:9] == ["AAPL", "▲ SPIKE", "!! HIGH", "+312.50", "zscore", "412.50", "+3.12%"]
    assert shown[9:] == [FEED, rows[0].values["event_id"]]
    assert len(rows[0].values["window"]) == 30


def test_a_narrow_terminal_shows_the_feeds_or_the_ids_of_one_feed(tmp_path: Path) -> None:
    def headings(feed: str | None) -> list[str]:
        columns = anomalies.columns(source(tmp_path, feed=feed, dynamodb=FakeDynamo()))
        return [column.heading for column in fitting(columns, 80)]

    assert headings(None)[-1] == "feed"
    assert headings(FEED)[-1] == "event id"
