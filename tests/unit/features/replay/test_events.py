from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from finpulse_cli.features.replay.events import Ticks, events_of, ticks_of
from finpulse_cli.fixtures.model import Quote, Recording
from lambdas.shared.domain.candle import fold_candle
from lambdas.shared.domain.event import Source, VolumeKind
from tests.unit.features.replay.builders import OPENING, bar


def recording(*bars: object, quotes: tuple[Quote, ...] = ()) -> Recording:
    return Recording(bars=bars, quotes=quotes)  # type: ignore[arg-type]


def test_a_bar_becomes_one_event_that_carries_all_of_it() -> None:
    (event,) = events_of(ticks_of(recording(bar()), Ticks.CLOSE), "test.run", timedelta(0), OPENING)
    assert (event.price, event.volume, event.volume_kind) == (Decimal("11.25"), Decimal(1003), VolumeKind.INTERVAL)
    assert (event.open, event.high, event.low) == (Decimal("10.00"), Decimal("12.00"), Decimal("9.50"))
    assert event.timestamp == OPENING


def test_four_ticks_of_a_bar_are_prices_and_no_bars() -> None:
    events = events_of(ticks_of(recording(bar()), Ticks.OHLC), "test.run", timedelta(0), OPENING)
    assert {(event.open, event.high, event.low) for event in events} == {(None, None, None)}
    assert [event.timestamp - OPENING for event in events] == [timedelta(seconds=15 * place) for place in range(4)]


@pytest.mark.parametrize("ticks", Ticks)
def test_an_event_s_session_is_the_recording_s_own_wherever_it_is_moved(ticks: Ticks) -> None:
    late = replace(bar(), start=datetime(2026, 11, 21, 0, 59, tzinfo=UTC))  # the evening of the 20th in New York
    events = events_of(ticks_of(recording(late), ticks), "test.run", timedelta(days=9), OPENING)
    assert {event.session for event in events} == {date(2026, 11, 20)}


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
    events = events_of(ticks_of(recording(recorded), Ticks.OHLC), "test.run", timedelta(0), OPENING)
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


def test_a_bulk_quote_carries_the_cumulative_volume_of_the_day() -> None:
    quote = Quote("IBM", Decimal("210.5"), Decimal(3_000_000), Decimal("-0.4"), OPENING)
    (tick,) = ticks_of(recording(quotes=(quote,)), Ticks.CLOSE)
    assert (tick.volume_kind, tick.change_percent) == (VolumeKind.DAY_TOTAL, Decimal("-0.4"))


def test_a_quote_without_a_total_adds_nothing_and_keeps_the_day_its_provider_names() -> None:
    quote = Quote("IBM", Decimal(210), Decimal(0), None, OPENING, VolumeKind.INTERVAL, date(2026, 11, 19))
    (event,) = events_of(ticks_of(recording(quotes=(quote,)), Ticks.CLOSE), "test.run", timedelta(0), OPENING)
    assert (event.volume, event.volume_kind, event.session) == (Decimal(0), VolumeKind.INTERVAL, date(2026, 11, 19))


def test_events_are_moved_into_a_feed_of_their_own() -> None:
    (event,) = events_of(ticks_of(recording(bar()), Ticks.CLOSE), "calm.k3f9q2", timedelta(minutes=5), OPENING)
    assert event.timestamp == OPENING + timedelta(minutes=5)
    assert (event.feed, event.source) == ("calm.k3f9q2", Source.REPLAY)


def test_the_same_run_has_the_same_event_ids() -> None:
    ticks = ticks_of(recording(bar()), Ticks.CLOSE)
    first = events_of(ticks, "calm.run", timedelta(0), OPENING)
    later = events_of(ticks, "calm.run", timedelta(0), OPENING + timedelta(hours=1))
    assert [event.event_id for event in first] == [event.event_id for event in later]
