"""Replies for an instant, member by member."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.errors import UsageError
from finpulse_cli.fixtures.load import load
from finpulse_cli.fixtures.model import Fixture
from finpulse_cli.standins.alpha_vantage.quotes import bulk_quotes, global_quote, intraday
from finpulse_cli.standins.provider.tape import Session, Tape
from tests.unit.fixtures.replies import bulk, bulk_row, write
from tests.unit.standins.provider.tapes import LAP, TAPE, after

if TYPE_CHECKING:
    from pathlib import Path


def test_a_global_quote_has_every_member_of_the_provider_s() -> None:
    assert global_quote(TAPE, "AAPL", after(2.5)) == {
        "Global Quote": {
            "01. symbol": "AAPL",
            "02. open": "100.0000",
            "03. high": "101.5100",
            "04. low": "98.9900",
            "05. price": "99.0000",
            "06. volume": "60",
            "07. latest trading day": "2023-03-28",
            "08. previous close": "101.5000",
            "09. change": "-2.5000",
            "10. change percent": "-2.4631%",
        }
    }


def session_after(minutes: float) -> Session:
    session = TAPE.session("AAPL", after(minutes))
    assert session is not None
    return session


def test_the_cumulative_volume_grows_over_every_lap_until_midnight_in_new_york() -> None:
    assert [int(session_after(minute).volume) for minute in range(6)] == [10, 30, 60, 80, 90, 110]
    assert [int(session_after(24 * 60 + minute).volume) for minute in (-1, 0, 1)] == [360 * 80, 10, 30]


def test_a_day_begins_at_midnight_with_its_own_bounds_and_the_close_before() -> None:
    last, first = session_after(24 * 60 - 1), session_after(24 * 60)
    assert (last.low, last.high) == (Decimal("98.99"), Decimal("101.51"))
    assert (first.low, first.high) == (Decimal("99.99"), Decimal("100.01"))
    assert first.previous_close == last.price


@pytest.mark.parametrize(("day", "minutes"), [((2026, 3, 8), 23 * 60), ((2026, 11, 1), 25 * 60)])
def test_a_day_on_which_the_clocks_change_is_one_day(day: tuple[int, int, int], minutes: int) -> None:
    ends = datetime(*day, tzinfo=UTC) + timedelta(days=1, hours=4 if minutes < 24 * 60 else 5)
    before, after_it = (TAPE.session("AAPL", ends + timedelta(minutes=shift)) for shift in (-1, 0))
    assert before is not None
    assert after_it is not None
    assert before.volume == minutes // LAP * 80
    assert after_it.volume < 100


def test_an_unknown_symbol_gets_the_empty_object() -> None:
    assert global_quote(TAPE, "NOPE", after(0)) == {"Global Quote": {}}


def test_a_bulk_reply_leaves_unknown_symbols_out_and_writes_numbers_short() -> None:
    assert bulk_quotes(TAPE, ["NOPE", "TSLA"], after(1.9)) == {
        "endpoint": "Realtime Bulk Quotes",
        "message": "success",
        "data": [
            {
                "symbol": "TSLA",
                "timestamp": "2023-03-28 00:01:00.000",
                "open": "100.0",
                "high": "101.51",
                "low": "99.99",
                "close": "101.5",
                "volume": "30",
                "previous_close": "101.5",
                "change": "0.0",
                "change_percent": "0.0",
            }
        ],
    }


def test_an_intraday_reply_ends_with_the_minute_that_plays() -> None:
    body = intraday(TAPE, "AAPL", after(3), count=3)
    series = body["Time Series (1min)"]
    assert isinstance(series, dict)
    assert [(stamp, values["4. close"]) for stamp, values in series.items()] == [
        ("2023-03-28 00:03:00", "101.5000"),
        ("2023-03-28 00:02:00", "99.0000"),
        ("2023-03-28 00:01:00", "101.5000"),
    ]


def test_bars_of_any_interval_play_one_a_minute() -> None:
    tape = Tape({"AAPL": tuple(replace(bar, interval_minutes=5) for bar in TAPE.bars["AAPL"])})
    assert intraday(tape, "AAPL", after(3)) == intraday(TAPE, "AAPL", after(3))


def test_a_change_too_small_for_four_places_is_plain_zero() -> None:
    (first, *_) = TAPE.bars["AAPL"]
    hair_lower = replace(first, open=Decimal(400_000), high=Decimal(400_000), close=Decimal("399999.99"))
    session = Tape({"AAPL": (hair_lower,)}).session("AAPL", after(0))
    assert session is not None
    assert f"{session.change_percent}%" == "0.0000%"


def test_a_tape_is_made_of_a_fixture_s_bars() -> None:
    tape = Tape.of(load("calm"))
    assert {symbol: len(bars) for symbol, bars in tape.bars.items()} == {"AAPL": 90, "MSFT": 90}


def test_a_fixture_of_quotes_plays_bars_that_do_not_move(tmp_path: Path) -> None:
    tape = Tape.of(load(write(tmp_path, a=bulk(bulk_row()))))
    ((symbol, bars),) = tape.bars.items()
    session = tape.session(symbol, after(5))
    assert session is not None
    assert session.open == session.high == session.low == session.price == bars[0].close


def test_a_fixture_of_nothing_cannot_play() -> None:
    with pytest.raises(UsageError, match="holds nothing for the stand-in") as caught:
        Tape.of(Fixture("empty", "nothing", (), ()))
    assert "market-day" in str(caught.value.next_action)
