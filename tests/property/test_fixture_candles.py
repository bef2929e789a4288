"""A recording's candles are its bars: of the shipped fixtures, of drawn recordings, with either kind of ticks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finpulse_cli.features.replay.events import Ticks, events_of, ticks_of
from finpulse_cli.features.replay.rebase import Rebase, shift_of
from finpulse_cli.fixtures.load import load, shipped_names
from finpulse_cli.fixtures.model import Bar, Recording
from finpulse_cli.fixtures.recording import recording_of
from lambdas.shared.domain.candle import Candle, fold_candle, group_by_candle
from lambdas.shared.domain.feed import series_of
from lambdas.shared.wire.event_json import decode_event, encode_event

if TYPE_CHECKING:
    from lambdas.shared.domain.event import PriceEvent

OPENING = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)
FEED = "any.run"
NOW = datetime(2027, 1, 4, 9, 30, 17, tzinfo=UTC)

prices = st.integers(1, 10**19).map(lambda units: Decimal(units).scaleb(-10))
volumes = st.integers(0, 10**19).map(lambda units: Decimal(units).scaleb(-5))


@st.composite
def recordings(draw: st.DrawFn) -> Recording:
    """Bars of three symbols, each minute at most one, in order of (start, symbol)."""
    interval = draw(st.sampled_from([1, 5, 15, 30, 60]))
    places = draw(st.sets(st.tuples(st.integers(0, 400), st.sampled_from(["AAPL", "EURUSD", "BTCUSD"])), min_size=1))
    bars = []
    for step, symbol in sorted(places):
        low, *inner, high = sorted(draw(st.tuples(prices, prices, prices, prices)))
        opens, closes = draw(st.permutations(inner))
        start = OPENING + timedelta(minutes=step * interval)
        bars.append(Bar(symbol, start, opens, high, low, closes, draw(volumes), interval))
    return Recording(tuple(bars), ())


def candles_of(events: list[PriceEvent]) -> dict[tuple[str, datetime], Candle]:
    """The candles of events that went over the wire, by series and minute."""
    arrived = [decode_event(encode_event(event)) for event in events]
    folded = (fold_candle(None, group) for group in group_by_candle(arrived).values())
    return {candle.key: candle for candle in folded if candle}


def bars_of(candles: dict[tuple[str, datetime], Candle], recording: Recording, shift: timedelta) -> list[Bar]:
    """The recording's bars with the values of their candles."""
    return [
        replace(bar, open=own.open, high=own.high, low=own.low, close=own.close, volume=own.volume)
        for bar in recording.bars
        for own in [candles[series_of(FEED, bar.symbol), bar.start + shift]]
    ]


def require_candles_equal_bars(recording: Recording, ticks: Ticks, rebase: Rebase) -> None:
    """Fail where a candle is not its bar, or one is missing or too many."""
    planned = ticks_of(recording, ticks)
    shift = shift_of(rebase, planned[-1].at, NOW)
    candles = candles_of(events_of(planned, FEED, shift, NOW))
    assert len(candles) == len(recording.bars)
    assert bars_of(candles, recording, shift) == list(recording.bars)


@pytest.mark.parametrize("rebase", Rebase)
@pytest.mark.parametrize("ticks", Ticks)
@pytest.mark.parametrize("name", shipped_names())
def test_candles_of_the_shipped_fixtures_equal_their_bars(name: str, ticks: Ticks, rebase: Rebase) -> None:
    require_candles_equal_bars(recording_of(load(name)), ticks, rebase)


@given(recordings(), st.sampled_from(Ticks), st.sampled_from(Rebase))
def test_candles_of_any_recording_equal_its_bars(recording: Recording, ticks: Ticks, rebase: Rebase) -> None:
    require_candles_equal_bars(recording, ticks, rebase)
