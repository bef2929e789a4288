"""A hundred thousand decimals of up to twenty digits pass from a reply's text to the decoded event unchanged."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.features.replay.events import Ticks, events_of, ticks_of
from finpulse_cli.fixtures.edge import json_object
from finpulse_cli.fixtures.file_name import Origin
from finpulse_cli.fixtures.intraday import series_in
from finpulse_cli.fixtures.model import Recording
from finpulse_cli.fixtures.sheet import sheet_of
from finpulse_cli.fixtures.sheet_series import series_in_sheet
from finpulse_cli.fixtures.wire import serialise
from lambdas.shared.wire.event_json import decode_event, encode_event
from tests.unit.fixtures.replies import crypto

if TYPE_CHECKING:
    from finpulse_cli.fixtures.model import Bar

BARS = 20_000  # of five numbers each
OPENING = datetime(2026, 1, 5, tzinfo=UTC)
NAMES = ("1. open", "2. high", "3. low", "4. close", "5. volume")
ALL = [f"{OPENING + timedelta(minutes=minute):%Y-%m-%d %H:%M:%S}" for minute in range(BARS)]
Rows = dict[str, tuple[str, str, str, str, str]]


def _price(random: Random) -> Decimal:
    """A price of one to nineteen digits, up to ten of them behind the point."""
    places = random.randint(0, 10)
    return Decimal(random.randint(1, 10 ** random.randint(1, 9 + places))).scaleb(-places)


def _volume(random: Random) -> Decimal:
    """A volume of one to twenty digits."""
    places = random.randint(0, 5)
    return Decimal(random.randint(0, 10 ** random.randint(1, 15 + places) - 1)).scaleb(-places)


@pytest.fixture(scope="module")
def rows() -> Rows:
    """Open, high, low, close and volume of each stamp, as text."""
    random = Random(20)  # noqa: S311 - repeatable on purpose
    drawn: Rows = {}
    for stamp in ALL:
        low, one, other, high = sorted(_price(random) for _ in range(4))
        opens, highest, lowest, closes, volume = (f"{n:f}" for n in (one, high, low, other, _volume(random)))
        drawn[stamp] = (opens, highest, lowest, closes, volume)
    return drawn


def _require_unchanged(bars: tuple[Bar, ...], rows: Rows) -> None:
    events = events_of(ticks_of(Recording(bars, ()), Ticks.CLOSE), "digits.run", timedelta(0), bars[-1].start)
    assert len(events) == BARS
    for event in (decode_event(encode_event(event)) for event in events):
        arrived = (event.open, event.high, event.low, event.price, event.volume)
        assert arrived == tuple(map(Decimal, rows[f"{event.timestamp:%Y-%m-%d %H:%M:%S}"]))


def test_numbers_of_a_json_reply_arrive_digit_by_digit(rows: Rows) -> None:
    body = crypto({stamp: dict(zip(NAMES, values, strict=True)) for stamp, values in rows.items()})
    _require_unchanged(series_in(json_object(serialise(body))).bars, rows)


def test_numbers_of_a_csv_reply_arrive_digit_by_digit(rows: Rows) -> None:
    text = "\n".join(["timestamp,open,high,low,close,volume", *(",".join((s, *row)) for s, row in rows.items())])
    _require_unchanged(series_in_sheet(sheet_of(text), Origin("BTCUSD", "UTC"))[0].bars, rows)
