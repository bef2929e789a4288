from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.errors import UsageError
from finpulse_cli.features.replay.events import Ticks
from finpulse_cli.features.replay.part import Part
from finpulse_cli.features.replay.plan import Plan, expectation_for, make_plan
from finpulse_cli.features.replay.rebase import Rebase
from tests.unit.fixtures.replies import BAR, global_quote, intraday, write

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 22, 9, 30, 17, tzinfo=UTC)


def plan(fixture: str = "flash-crash", symbols: tuple[str, ...] = (), rebase: Rebase = Rebase.NOW) -> Plan:
    return make_plan(
        fixture, ticks=Ticks.CLOSE, run="k3f9q2", rebase=rebase, symbols=symbols, speed=None, repeat=2, now=NOW
    )


def test_the_last_event_falls_into_the_current_minute() -> None:
    assert plan().events[-1].timestamp == NOW.replace(second=0)


def test_a_replay_is_a_feed_of_its_own() -> None:
    made = plan()
    assert made.feed == "flash-crash.k3f9q2"
    assert {event.feed for event in made.events} == {made.feed}


def test_sent_twice_it_is_two_runs_with_a_feed_each() -> None:
    made = plan()
    assert made.feeds == ("flash-crash.k3f9q2", "flash-crash.k3f9q2-2")
    first, second = made.rounds()
    assert first == made.events
    assert {event.feed for event in second} == {"flash-crash.k3f9q2-2"}
    assert not {event.event_id for event in first} & {event.event_id for event in second}
    assert [(event.symbol, event.timestamp, event.price) for event in second] == [
        (event.symbol, event.timestamp, event.price) for event in first
    ]


def test_a_moved_event_knows_when_it_was_recorded() -> None:
    assert {event.timestamp - made.shift == event.recorded_at for made in [plan()] for event in made.events} == {True}
    assert {event.recorded_at for event in plan(rebase=Rebase.KEEP).events} == {None}


def test_a_plan_brings_what_is_to_be_known_of_the_recording(tmp_path: Path) -> None:
    write(tmp_path / "day", a=intraday(), b={})
    assert plan(str(tmp_path / "day")).notes == ("left out: b.json, an empty reply",)
    assert plan().notes == ()


def test_keeping_the_recorded_time() -> None:
    kept = plan(rebase=Rebase.KEEP)
    assert kept.shift == timedelta(0)
    assert kept.events[-1].timestamp < NOW


def test_events_are_counted_with_their_repetitions() -> None:
    made = plan()
    assert made.to_send == 2 * len(made.events)


def test_symbols_may_be_chosen_in_any_case() -> None:
    assert {event.symbol for event in plan(symbols=("msft",)).events} == {"MSFT"}


def test_a_symbol_that_the_fixture_lacks_is_named_with_those_it_has() -> None:
    with pytest.raises(UsageError, match="has no NFLX") as caught:
        plan(symbols=("NFLX",))
    assert "AAPL" in str(caught.value.next_action)


def test_a_symbol_without_a_time_of_day_is_named(tmp_path: Path) -> None:
    write(tmp_path / "day", a=intraday(), b=global_quote())
    with pytest.raises(UsageError, match="no time of day for MSFT"):
        plan(str(tmp_path / "day"), symbols=("MSFT",))


def test_a_recording_kept_in_the_future_is_refused_since_no_consumer_takes_it(tmp_path: Path) -> None:
    day = write(tmp_path / "day", a=intraday({"2026-11-22 04:35:00": BAR}))  # five minutes after NOW
    assert plan(str(day), rebase=Rebase.KEEP).events
    write(day, a=intraday({"2026-11-22 04:36:00": BAR}))
    with pytest.raises(UsageError, match=r"ends at 2026-11-22T09:36:00\.000Z, which is still to come"):
        plan(str(day), rebase=Rebase.KEEP)
    assert plan(str(day)).events


def test_the_fixture_brings_its_own_expectation() -> None:
    expectation = expectation_for("flash-crash", None, ticks=Ticks.CLOSE, symbols=())
    assert expectation.events == len(plan().events)


def test_an_expectation_is_about_all_symbols_and_its_own_ticks() -> None:
    with pytest.raises(UsageError, match="all of its symbols"):
        expectation_for("flash-crash", None, ticks=Ticks.CLOSE, symbols=("AAPL",))
    with pytest.raises(UsageError, match="--ticks close, not ohlc"):
        expectation_for("flash-crash", None, ticks=Ticks.OHLC, symbols=())


def test_a_fixture_without_an_expectation_says_how_to_give_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no expectation"):
        expectation_for(str(tmp_path), None, ticks=Ticks.CLOSE, symbols=())


def test_a_part_of_the_recording_ends_in_the_current_minute() -> None:
    whole = plan()
    assert whole.events[0].recorded_at is not None
    end = whole.events[0].recorded_at + timedelta(minutes=3)
    made = make_plan(
        "flash-crash",
        ticks=Ticks.CLOSE,
        run="k3f9q2",
        rebase=Rebase.NOW,
        symbols=[],
        speed=None,
        repeat=1,
        part=Part(end=end.isoformat()),
        now=NOW,
    )
    assert made.events[-1].timestamp == NOW.replace(second=0)
    assert [event.recorded_at for event in made.events] == [
        event.recorded_at for event in whole.events if event.recorded_at and event.recorded_at < end
    ]


def test_the_fixtures_own_expectation_is_about_all_of_its_time() -> None:
    with pytest.raises(UsageError, match="all of its time"):
        expectation_for("flash-crash", None, ticks=Ticks.CLOSE, symbols=[], part=Part("10:00"))
