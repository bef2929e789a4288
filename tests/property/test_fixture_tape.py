"""What the stand-in server promises of its prices: no jump, an honest day total, replies the project's readers take."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from finpulse_cli.fixtures.intraday import series_in
from finpulse_cli.fixtures.model import Bar
from finpulse_cli.fixtures.quotes import quotes_in
from finpulse_cli.standins.alpha_vantage.quotes import bulk_quotes, global_quote, intraday
from finpulse_cli.standins.provider.tape import Tape
from finpulse_cli.standins.provider.triangle import index, lap
from lambdas.shared.domain.sessions import trading_day_of

counts = st.integers(1, 500)
minutes = st.integers(0, 40_000_000)  # since 1970, well past today
moments = st.integers(0, 2_000_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))
START = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)


@st.composite
def tapes(draw: st.DrawFn) -> Tape:
    """One symbol with a few bars."""
    closes = draw(st.lists(st.integers(1, 10**7), min_size=1, max_size=20))
    volumes = draw(st.lists(st.integers(1, 10**9), min_size=len(closes), max_size=len(closes)))
    bars = []
    for minute, (cents, volume) in enumerate(zip(closes, volumes, strict=True)):
        close = Decimal(cents).scaleb(-2)
        bars.append(Bar("X", START + timedelta(minutes=minute), close, close, close, close, Decimal(volume), 1))
    return Tape({"X": tuple(bars)})


@given(minutes, counts)
def test_the_next_minute_plays_a_neighbour(minute: int, count: int) -> None:
    here, there = index(minute, count), index(minute + 1, count)
    assert 0 <= here < count
    assert abs(there - here) == (1 if count > 1 else 0)


@given(minutes, counts)
def test_a_lap_plays_every_bar_and_then_begins_again(minute: int, count: int) -> None:
    assert {index(minute + step, count) for step in range(lap(count))} == set(range(count))
    assert index(minute + lap(count), count) == index(minute, count)


@given(tapes(), moments)
def test_the_day_s_volume_grows_by_the_minute_s_bar_and_restarts_with_the_day(tape: Tape, now: datetime) -> None:
    here, there = tape.session("X", now), tape.session("X", now + timedelta(minutes=1))
    assert here is not None
    assert there is not None
    playing = next(bar.volume for bar in tape.last("X", now + timedelta(minutes=1), 1))
    is_same_day = trading_day_of(here.at) == trading_day_of(there.at)
    assert there.volume == (here.volume + playing if is_same_day else playing)


@given(tapes(), moments)
def test_the_price_and_its_bounds_agree(tape: Tape, now: datetime) -> None:
    session = tape.session("X", now)
    assert session is not None
    assert session.low <= session.price <= session.high


@given(tapes(), moments)
def test_the_readers_take_every_reply(tape: Tape, now: datetime) -> None:
    (quote,) = quotes_in(global_quote(tape, "X", now))
    (timed,) = quotes_in(bulk_quotes(tape, ["X"], now))
    assert quote.price == timed.price
    assert quote.volume == timed.volume
    assert series_in(intraday(tape, "X", now, 5)).bars[-1].close == quote.price
