from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from finpulse_cli.features.replay.events import Ticks, events_of, ticks_of
from finpulse_cli.fixtures.model import Quote, Recording
from lambdas.shared.domain.candle import fold_candle
from lambdas.shared.domain.event import VolumeKind
from tests.unit.features.replay.builders import OPENING, bar


def recording(*bars: object, quotes: tuple[Quote, ...] = ()) -> Recording:
    return Recording(bars=bars, quotes=quotes, untimed=0)  # type: ignore[arg-type]


def test_a_bar_becomes_its_close_with_its_whole_volume() -> None:
    (tick,) = ticks_of(recording(bar()), Ticks.CLOSE)
    assert (tick.price, tick.volume, tick.volume_kind) == (Decimal("11.25"), Decimal(1003), VolumeKind.INTERVAL)
    assert tick.at == OPENING


@pytest.mark.parametrize(
    "ohlc",
    [
        ("10.00", "12.00", "9.50", "11.25"),
        ("11.25", "12.00", "9.50", "10.00"),
        ("10.00", "10.00", "10.00", "10.00"),
    ],
    ids=["rising", "falling", "flat"],
)
def test_four_ticks_fold_into_a_candle_equal_to_the_bar(ohlc: tuple[str, str, str, str]) -> None:
    recorded = bar(ohlc=ohlc)
    events = events_of(ticks_of(recording(recorded), Ticks.OHLC), "test", timedelta(0), OPENING)
    candle = fold_candle(None, events)
    assert candle is not None
    assert (candle.open, candle.high, candle.low, candle.close, candle.volume) == (
        recorded.open,
        recorded.high,
        recorded.low,
        recorded.close,
        recorded.volume,
    )
    assert candle.trades == 4


def test_ticks_go_out_by_time_then_symbol() -> None:
    ticks = ticks_of(recording(bar("MSFT", 0), bar("MSFT", 1), bar("AAPL", 0), bar("AAPL", 1)), Ticks.CLOSE)
    assert [(tick.at.minute, tick.symbol) for tick in ticks] == [(30, "AAPL"), (30, "MSFT"), (31, "AAPL"), (31, "MSFT")]


def test_symbols_leave_the_others_out() -> None:
    ticks = ticks_of(recording(bar("MSFT"), bar("AAPL")), Ticks.CLOSE, frozenset({"MSFT"}))
    assert {tick.symbol for tick in ticks} == {"MSFT"}


def test_a_bulk_quote_carries_the_running_total_of_the_day() -> None:
    quote = Quote("IBM", Decimal("210.5"), Decimal(3_000_000), Decimal("-0.4"), OPENING)
    (tick,) = ticks_of(recording(quotes=(quote,)), Ticks.CLOSE)
    assert (tick.volume_kind, tick.change_percent) == (VolumeKind.DAY_TOTAL, Decimal("-0.4"))


def test_events_are_moved_and_named_after_the_fixture() -> None:
    (event,) = events_of(ticks_of(recording(bar()), Ticks.CLOSE), "calm", timedelta(minutes=5), OPENING)
    assert event.timestamp == OPENING + timedelta(minutes=5)
    assert event.source == "replay:calm"


def test_the_same_replay_has_the_same_event_ids() -> None:
    ticks = ticks_of(recording(bar()), Ticks.CLOSE)
    first = events_of(ticks, "calm", timedelta(0), OPENING)
    later = events_of(ticks, "calm", timedelta(0), OPENING + timedelta(hours=1))
    assert [event.event_id for event in first] == [event.event_id for event in later]
