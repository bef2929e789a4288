"""The oracle's candles and live prices against cases worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from tests.oracle.candles import OracleCandle, candles, candles_of_bars
from tests.oracle.events import event
from tests.oracle.prices import latest_prices, live_prices
from tests.oracle.recorded import RecordedBar

MINUTE = ("AAPL@test.1", "2026-11-20T14:31:00.000Z")


def _candle(prices: tuple[int, int, int, int], volume: int, trades: int) -> OracleCandle:
    first, high, low, last = map(Decimal, prices)
    return OracleCandle(first, high, low, last, Decimal(volume), trades)


def test_open_and_close_go_by_time_then_id_whatever_the_arrival() -> None:
    arrived = [
        event("d", "31:59", "12", "1"),
        event("b", "31:00", "10", "2"),
        event("a", "31:30", "20", "3"),
        event("c", "31:59", "7", "4"),
        event("a", "31:30", "20", "3"),  # once more
        event("e", "32:00", "99", "5"),
    ]
    assert candles(arrived)[MINUTE] == _candle((10, 20, 7, 12), 10, 4)
    assert candles(reversed(arrived)) == candles(arrived)


def test_interval_volumes_do_not_disturb_a_running_total() -> None:
    mixed = [
        event("a", "31:00", "1", "1000", "day_total"),  # within a minute of the open
        event("b", "31:01", "1", "7"),
        event("c", "31:02", "1", "1100", "day_total"),
    ]
    assert candles(mixed)[MINUTE].volume == 1107


def test_a_bar_gives_its_own_candle() -> None:
    opened = datetime(2026, 11, 20, 14, 31, tzinfo=UTC)
    bar = RecordedBar("AAPL", opened, Decimal(3), Decimal(5), Decimal(2), Decimal(4), Decimal(9))
    key = ("AAPL", MINUTE[1])
    assert candles_of_bars([bar], "ohlc") == {key: _candle((3, 5, 2, 4), 9, 4)}
    assert candles_of_bars([bar], "close") == {key: _candle((3, 5, 2, 4), 9, 1)}
    assert candles_of_bars([replace(bar, symbol="MSFT")], "close").keys() == {("MSFT", MINUTE[1])}


def test_a_bars_event_brings_open_high_and_low_into_its_minute() -> None:
    bar = event("a", "31:00", "4", "9") | {"bar": (Decimal(3), Decimal(5), Decimal(2))}
    assert candles([bar])[MINUTE] == _candle((3, 5, 2, 4), 9, 1)
    assert candles([bar, event("b", "31:30", "6")])[MINUTE] == _candle((3, 6, 2, 6), 9, 2)
    assert candles([bar, event("b", "30:59", "6")])[MINUTE] == _candle((3, 5, 2, 4), 9, 1)


def test_of_two_prices_of_one_instant_the_greater_id_stands() -> None:
    first, second = event("a", "31:05", "10"), event("b", "31:05", "11")
    key = ("AAPL@test.1", "2026-11-20T14:31:05.000Z")
    assert live_prices([second, first]) == live_prices([first, second, first]) == {key: second}


def test_the_latest_price_of_a_symbol_is_the_last_by_time_then_id() -> None:
    early, late, greater = event("z", "31:05", "10"), event("a", "31:06", "11"), event("b", "31:06", "12")
    assert (
        latest_prices([late, greater, early])
        == latest_prices([early, greater, late, early])
        == {"AAPL@test.1": greater}
    )
