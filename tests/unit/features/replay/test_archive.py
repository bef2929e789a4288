"""The lake as a fixture."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from finpulse_cli.core.errors import UsageError
from finpulse_cli.features.replay.archive import archive_plan, selection_of
from finpulse_cli.features.replay.plan import Plan
from finpulse_cli.features.replay.rebase import Rebase
from lambdas.shared.domain.event import Source, VolumeKind
from lambdas.shared.query.execution import QueryRows, ResultColumn
from lambdas.shared.query.validate import Lake, require_select

NOW = datetime(2026, 11, 22, 9, 30, 17, tzinfo=UTC)
NAMES = (
    *("event_id", "feed", "session", "symbol", "price", "volume", "volume_kind", "change_percent", "timestamp"),
    *("recorded_at", "source", "open", "high", "low"),
)
BAR = ("231.1000000000", "231.9000000000", "231.0000000000")


def row(
    minute: int,
    symbol: str = "AAPL",
    price: str = "231.5000000000",
    *,
    feed: str | None = "live",
    source: str = "alpha_vantage",
    recorded_at: str | None = None,
    bar: tuple[str | None, ...] = (None, None, None),
) -> tuple[str | None, ...]:
    at = f"2026-11-20T14:{minute:02d}:00.000Z"
    session = "2026-11-19" if feed else None  # none that follows from the timestamp
    quote = (symbol, price, "1200.0000000000", "day_total", None, at)
    return (f"id-{minute}", feed, session, *quote, recorded_at, source, *bar)


def plan(
    *rows: tuple[str | None, ...],
    names: tuple[str, ...] = NAMES,
    cut: bool = False,
    symbols: tuple[str, ...] = (),
    rebase: Rebase = Rebase.KEEP,
) -> Plan:
    found = QueryRows(tuple(ResultColumn(name, "varchar") for name in names), rows, cut)
    return archive_plan(
        found, "lake-2026-11-20", run="one", rebase=rebase, symbols=symbols, speed=None, repeat=1, now=NOW
    )


def test_events_keep_their_order_their_numbers_and_their_times() -> None:
    made = plan(row(31), row(33), row(32))
    assert [event.timestamp.minute for event in made.events] == [31, 33, 32]
    event = made.events[0]
    assert (event.price, event.volume, event.volume_kind) == (Decimal("231.5"), Decimal(1200), VolumeKind.DAY_TOTAL)
    assert event.change_percent is None
    assert event.ingested_at == NOW.replace(microsecond=0)
    assert made.name == "lake-2026-11-20"


def test_the_newest_event_falls_into_the_current_minute_even_if_it_is_not_the_last() -> None:
    made = plan(row(33), row(32), rebase=Rebase.NOW)
    assert made.events[0].timestamp == NOW.replace(second=0)
    assert made.shift == timedelta(days=1, hours=18, minutes=57)


LONG = "x" * 60 + ".k3f9q2"


@pytest.mark.parametrize(
    ("feed", "source", "named"),
    [
        ("live", "alpha_vantage", "lake-2026-11-20.one"),
        ("flash-crash.k3f9q2", "replay", "lake-2026-11-20-flash-crash.k3f9q2.one"),
        (None, "finnhub", "lake-2026-11-20.one"),
        (None, "replay:flash-crash", "lake-2026-11-20-flash-crash.v1.one"),
        (LONG, "replay", "lake-2026-11-20-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-bdba1464.one"),
    ],
)
def test_feeds_stay_apart_by_where_they_came_from(feed: str | None, source: str, named: str) -> None:
    [event] = plan(row(31, feed=feed, source=source)).events
    assert (event.feed, event.source) == (named, Source.REPLAY)


def test_an_event_keeps_its_session_and_its_bar() -> None:
    [event] = plan(row(31, bar=BAR)).events
    assert event.session == date(2026, 11, 19)
    assert (event.open, event.high, event.low) == (Decimal("231.1"), Decimal("231.9"), Decimal(231))
    [quote] = plan(row(31)).events
    assert (quote.open, quote.high, quote.low) == (None, None, None)


def test_an_event_of_the_first_schema_has_the_session_of_its_time_in_new_york() -> None:
    [event] = plan(row(31, feed=None)).events
    assert event.session == date(2026, 11, 20)


def test_a_moved_event_tells_when_it_was_quoted_first() -> None:
    moved = plan(row(31), row(33, recorded_at="2026-11-13T14:33:00.000Z"), rebase=Rebase.NOW).events
    assert [event.quoted_at for event in moved] == [
        datetime(2026, 11, 20, 14, 31, tzinfo=UTC),
        datetime(2026, 11, 13, 14, 33, tzinfo=UTC),
    ]
    assert plan(row(31)).events[0].recorded_at is None


def test_an_event_that_lies_there_twice_is_sent_once_where_it_came_first() -> None:
    assert [event.timestamp.minute for event in plan(row(31), row(32), row(31)).events] == [31, 32]


def test_symbols_may_be_chosen() -> None:
    assert {event.symbol for event in plan(row(31), row(31, "TSLA"), symbols=("tsla",)).events} == {"TSLA"}


def test_damaged_lines_are_left_out() -> None:
    assert len(plan(row(31), (None,) * len(NAMES)).events) == 1


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (row(31, symbol="no symbol"), "symbol is malformed"),
        (row(31, price="-1"), "not above zero"),
        (row(31, price="much"), "no event"),
        ((*row(31)[:8], "yesterday", *row(31)[9:]), "timestamp"),
    ],
)
def test_rows_that_are_no_events_are_refused(bad: tuple[str | None, ...], reason: str) -> None:
    with pytest.raises(UsageError, match=reason) as caught:
        plan(row(30), bad)
    assert "SELECT" in (caught.value.next_action or "")


def test_a_query_must_give_whole_events() -> None:
    with pytest.raises(UsageError, match="gives no feed, symbol, price, volume, volume_kind, source"):
        plan(("2026-11-20T14:31:00.000Z",), names=("timestamp",))


def test_too_many_and_none_are_refused() -> None:
    with pytest.raises(UsageError, match="more than 1,000,000"):
        plan(row(31), cut=True)
    with pytest.raises(UsageError, match="no such events"):
        plan()
    with pytest.raises(UsageError, match="no such events"):
        plan(row(31), symbols=("NFLX",))


def test_a_day_is_everything_that_arrived_on_it_in_order() -> None:
    chosen = selection_of("2026-11-20")
    assert chosen.label == "lake-2026-11-20"
    assert "year = 2026 AND month = 11 AND day BETWEEN 20 AND 20" in chosen.sql
    assert chosen.sql.endswith('ORDER BY first_put, "timestamp", symbol, event_id')
    require_select(chosen.sql, Lake("finpulse", frozenset({"raw_events"})))


def test_anything_else_is_sql() -> None:
    assert selection_of("SELECT 1").sql == "SELECT 1"
    with pytest.raises(UsageError, match="no day"):
        selection_of("2026-02-30")
