"""Bars survive the wire format, whatever the symbol, the day and the zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from finpulse_cli.fixtures.edge import json_object, moment
from finpulse_cli.fixtures.intraday import series_in
from finpulse_cli.fixtures.model import Bar
from finpulse_cli.fixtures.overlap import merged
from finpulse_cli.fixtures.wire import intraday_body, serialise
from lambdas.shared.domain.event import SYMBOL_PATTERN
from tests.unit.fixtures.replies import reply

ZONES = ["US/Eastern", "America/New_York", "UTC", "Europe/London", "Asia/Tokyo", "Australia/Lord_Howe"]
CHANGE_DAYS = [date(2026, 3, 8), date(2026, 11, 1), date(2026, 3, 29), date(2026, 10, 25), date(2026, 4, 5)]

places = st.sampled_from([2, 4, 10])
prices = st.builds(lambda units, after: Decimal(units).scaleb(-after), st.integers(1, 10**9), places)
days = st.one_of(st.sampled_from(CHANGE_DAYS), st.dates(date(1999, 11, 1), date(2035, 12, 31)))


@st.composite
def session_bars(draw: st.DrawFn) -> tuple[str, list[Bar]]:
    """A zone, and some bars of one symbol between 09:30 and 16:00 of one day there."""
    zone = draw(st.sampled_from(ZONES))
    symbol = draw(st.from_regex(SYMBOL_PATTERN, fullmatch=True))
    interval = draw(st.sampled_from([1, 5, 15, 30, 60]))
    opening = datetime.combine(draw(days), time(9, 30), ZoneInfo(zone)).astimezone(ZoneInfo("UTC"))
    bars = []
    for step in sorted(draw(st.sets(st.integers(0, 390 // interval - 1), min_size=1, max_size=12))):
        low, *inner, high = sorted(draw(st.tuples(prices, prices, prices, prices)))
        opens, closes = draw(st.permutations(inner))
        volume = Decimal(draw(st.integers(0, 10**12)))
        start = opening + timedelta(minutes=step * interval)
        bars.append(Bar(symbol, start, opens, high, low, closes, volume, interval))
    return zone, bars


@given(session_bars())
def test_bars_come_back_as_they_went(zone_and_bars: tuple[str, list[Bar]]) -> None:
    zone, bars = zone_and_bars
    assert series_in(json_object(serialise(intraday_body(bars, zone)))).bars == tuple(bars)


@given(session_bars())
def test_what_was_read_is_written_the_same(zone_and_bars: tuple[str, list[Bar]]) -> None:
    zone, bars = zone_and_bars
    text = serialise(intraday_body(bars, zone))
    assert serialise(intraday_body(series_in(json_object(text)).bars, zone)) == text


@given(session_bars(), st.data())
def test_overlapping_files_in_any_order_make_the_same_series(
    zone_and_bars: tuple[str, list[Bar]], data: st.DataObject
) -> None:
    bars = zone_and_bars[1]
    files = data.draw(st.lists(st.lists(st.sampled_from(bars)), max_size=4))
    shuffled = data.draw(st.permutations([*files, bars]))
    assert merged(reply(f"{number}.json", *file) for number, file in enumerate(shuffled)).bars == tuple(bars)


@given(st.lists(st.sets(st.integers(0, 9), min_size=1), min_size=1, max_size=6), st.data())
def test_every_minute_is_that_of_the_last_reply_to_hold_it(minutes: list[set[int]], data: st.DataObject) -> None:
    start, one = datetime(2026, 11, 20, 14, 30, tzinfo=UTC), Decimal(1)
    replies = [
        reply(
            f"{number}.json",
            *(Bar("X", start + timedelta(minutes=m), one, one, one, one, Decimal(number), 1) for m in sorted(held)),
            refreshed=start + timedelta(hours=number),  # so a reply's volume tells its place
        )
        for number, held in enumerate(minutes)
    ]
    found = merged(data.draw(st.permutations(replies)))
    last = {minute: number for number, held in enumerate(minutes) for minute in held}
    assert {bar.start: bar.volume for bar in found.bars} == {
        start + timedelta(minutes=minute): number for minute, number in last.items()
    }
    assert found.replaced == sum(sum(minute in held for held in minutes) > 1 for minute in last)


@given(days, st.sampled_from(ZONES))
def test_a_session_s_minutes_follow_each_other_on_every_day_of_the_year(day: date, zone: str) -> None:
    opening = datetime.combine(day, time(9, 30))
    stamps = [f"{opening + timedelta(minutes=minute):%Y-%m-%d %H:%M:%S}" for minute in range(0, 390, 13)]
    moments = [moment(stamp, ZoneInfo(zone)) for stamp in stamps]
    assert {later - earlier for earlier, later in pairwise(moments)} == {timedelta(minutes=13)}


@given(days, st.times(), st.sampled_from(ZONES))
def test_a_stamp_is_what_the_clocks_show_or_shortly_before_if_they_skip_it(day: date, clock: time, zone: str) -> None:
    local = datetime.combine(day, clock.replace(second=0, microsecond=0))
    shown = moment(f"{local:%Y-%m-%d %H:%M:%S}", ZoneInfo(zone)).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    assert shown == local or timedelta(0) < shown - local <= timedelta(hours=1)
