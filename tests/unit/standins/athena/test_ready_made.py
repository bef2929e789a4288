"""The ready-made queries, asked: they agree with what the consumers make of the same events."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest

from finpulse_cli.standins.athena.answer import LakeTable
from lambdas.shared.domain.candle import Candle, candle_key, fold_candle, group_by_candle, with_total_before
from lambdas.shared.domain.event import PriceEvent, VolumeKind
from lambdas.shared.domain.timestamps import format_timestamp
from lambdas.shared.query.catalogue import READY_MADE, ready_made
from lambdas.shared.wire.event_json import encode_event
from tests.factories import NOON, price_event
from tests.lake_table import EVENT_COLUMNS
from tests.unit.standins.athena.asking import ask

DAY = date(2026, 11, 27)  # that `asking` puts the events into
TABLE = LakeTable("finpulse", "raw_events", dict(EVENT_COLUMNS))
OPEN = -9000  # seconds from NOON, 17:00 UTC, to half past nine in New York


def answer(name: str, events: Iterable[PriceEvent], more: bytes = b"") -> list[dict[str, str | None]]:
    query = ready_made(name)
    assert query is not None
    lines = b"".join(encode_event(event) + b"\n" for event in events) + more
    found = ask(query.sql(DAY, DAY), lines, TABLE)
    return [dict(zip((column.name for column in found.columns), row, strict=True)) for row in found.rows]


def candles(events: Sequence[PriceEvent]) -> dict[tuple[str, str, str], Candle]:
    """As the aggregator has them, by feed, symbol and minute."""
    made: dict[tuple[str, str, str], Candle] = {}
    highest: dict[tuple[str, date], Decimal] = {}
    for (series, minute), group in sorted(group_by_candle(events).items()):
        candle = fold_candle(None, group)
        assert candle is not None
        for total in candle.day_totals:
            candle = with_total_before(candle, total.session, highest.get((series, total.session)))
            known = candle.total_of(total.session)
            assert known is not None
            highest[series, total.session] = known.highest
        made[group[0].feed, group[0].symbol, format_timestamp(minute)[:16]] = candle
    return made


def any_events(seed: int) -> list[PriceEvent]:
    """Bars, quotes and running totals of two days, two feeds and two symbols, some of them twice."""
    random, events = Random(seed), list[PriceEvent]()  # noqa: S311 - a series that comes again
    for feed in ("live", "calm.r1"):
        for symbol in ("AAPL", "MSFT"):
            for day in (0, 86_400 * 3):
                for _ in range(12):
                    total = random.random() < 0.5
                    price = Decimal(random.randrange(10**5, 10**7)).scaleb(-4)
                    bar = (price - 1, price + 2, price - 3) if not total and random.random() < 0.5 else None
                    events.append(
                        price_event(
                            str(price),
                            seconds=day + OPEN + random.randrange(-600, 3000),
                            symbol=symbol,
                            volume=random.randrange(10**4),
                            kind=VolumeKind.DAY_TOTAL if total else VolumeKind.INTERVAL,
                            feed=feed,
                            bar=None if bar is None else (str(bar[0]), str(bar[1]), str(bar[2])),
                        )
                    )
    random.shuffle(events)
    return [*events, *events[:7]]


@pytest.mark.parametrize("seed", range(6))
def test_minute_candles_are_the_aggregators(seed: int) -> None:
    events = any_events(seed)
    found = {
        (row["feed"] or "", row["symbol"] or "", row["minute"] or ""): [
            Decimal(row[name] or "NaN") for name in ("open", "high", "low", "close", "volume", "trades")
        ]
        for row in answer("minute-candles", events)
    }
    assert found == {
        place: [candle.open, candle.high, candle.low, candle.close, candle.volume, Decimal(candle.trades)]
        for place, candle in candles(events).items()
    }


@pytest.mark.parametrize("seed", range(3))
def test_a_days_volume_is_that_of_its_candles(seed: int) -> None:
    events = any_events(seed)
    sessions = {candle_key(event): event.session for event in events}
    wanted: dict[tuple[str, date], Decimal] = {}
    for candle in candles(events).values():
        place = candle.series, sessions[candle.key]
        wanted[place] = wanted.get(place, Decimal(0)) + candle.volume
    found = {
        (f"{row['symbol']}{'@calm.r1' * (row['feed'] != 'live')}", date.fromisoformat(row["session"] or "")): Decimal(
            row["volume"] or "NaN"
        )
        for row in answer("daily-ohlcv", events)
    }
    assert found == wanted


def totals(*quoted: tuple[int, int, str]) -> list[PriceEvent]:
    """Live quotes of running totals: total, seconds after NOON, and session."""
    return [
        price_event(
            100 + place,
            seconds=seconds,
            volume=total,
            kind=VolumeKind.DAY_TOTAL,
            feed="live",
            session=date.fromisoformat(session),
        )
        for place, (total, seconds, session) in enumerate(quoted)
    ]


def test_a_dip_counts_nothing_and_a_new_session_begins_from_zero() -> None:
    events = totals(
        (3_100_000, 0, "2026-11-20"),
        (3_116_000, 60, "2026-11-20"),
        (3_099_700, 120, "2026-11-20"),
        (3_120_000, 180, "2026-11-20"),
        (12_000_000, 86_400 * 3 + OPEN + 60, "2026-11-23"),
    )
    volumes = [Decimal(row["volume"] or "NaN") for row in answer("minute-candles", events)]
    assert volumes == [0, 16_000, 0, 4000, 12_000_000]
    assert [Decimal(row["volume"] or "NaN") for row in answer("daily-ohlcv", events)] == [12_000_000, 20_000]


def test_an_evening_quote_belongs_to_its_own_session() -> None:
    events = totals((5_000_000, OPEN, "2026-11-20"), (9_900_000, 8 * 3600, "2026-11-20"))
    [row] = answer("daily-ohlcv", events)
    assert (row["session"], row["volume"], row["quotes"]) == ("2026-11-20", "9900000.0000000000", "2")


def test_events_of_the_first_schema_have_feeds_and_sessions() -> None:
    old = {
        "schema": 1,
        "event_id": "0" * 32,
        "symbol": "AAPL",
        "price": 231.5,
        "volume": 10,
        "volume_kind": "interval",
        "change_percent": None,
        "timestamp": "2026-11-21T00:30:00.000Z",
        "ingested_at": "2026-11-21T00:30:00.000Z",
    }
    lines = b"".join(
        json.dumps({**old, "source": source}).encode() + b"\n" for source in ("replay:calm", "alpha_vantage")
    )
    found = [(row["feed"], row["session"], row["open"]) for row in answer("daily-ohlcv", [], lines)]
    assert found == [("calm.v1", "2026-11-20", "231.5000000000"), ("live", "2026-11-20", "231.5000000000")]


def test_anomalies_are_scored_for_each_feed_by_itself() -> None:
    calm = [price_event(100 + number % 2, seconds=number, feed="calm.r1") for number in range(31)]
    other = [price_event(500 + number % 2, seconds=number, feed="calm.r2") for number in range(31)]
    spike = price_event(110, seconds=31, feed="calm.r1")
    found = answer("anomalies", [*calm, *other, spike])
    assert [(row["feed"], row["direction"], row["severity"], row["event_id"]) for row in found] == [
        ("calm.r1", "SPIKE", "HIGH", spike.event_id)
    ]


def test_copies_are_counted_within_their_feed() -> None:
    event, same = price_event(1, feed="calm.r1"), price_event(1, feed="calm.r2")
    [row] = answer("duplicates", [event, event, same])
    assert (row["feed"], row["copies"], row["times_put"]) == ("calm.r1", "2", "1")
    assert [(row["feed"], row["events"]) for row in answer("events-per-source", [event, event, same])] == [
        ("calm.r1", "2"),
        ("calm.r2", "1"),
    ]


def test_the_delay_is_that_of_live_quotes() -> None:
    late = price_event(1, feed="live", ingested_at=NOON + timedelta(seconds=9.5))
    found = answer("delay", [late, price_event(2, ingested_at=NOON + timedelta(seconds=60))])
    assert [(row["quotes"], row["least"], row["mean"], row["most"]) for row in found] == [("1", "9", "9.0", "9")]


def test_damaged_lines_are_counted() -> None:
    [row] = answer("damaged-lines", [price_event(1)], b"not json\n\n[]\n")
    assert row == {"year": "2026", "month": "11", "day": "27", "lines": "3"}


@pytest.mark.parametrize("name", [query.name for query in READY_MADE])
def test_each_is_answered_over_no_events(name: str) -> None:
    assert answer(name, []) == []
