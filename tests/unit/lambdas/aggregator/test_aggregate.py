from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from lambdas.shared.domain import candle_room
from lambdas.shared.domain.session_span import SessionSpan
from lambdas.shared.errors import DependencyError
from tests.doubles.memory_aggregator import MemoryAggregator
from tests.factories import FEED, NOON, day_total, price_event

if TYPE_CHECKING:
    from lambdas.shared.domain.event import PriceEvent

# Hours after the open, so the first of them is the session's baseline.
TOTALS = [day_total(1000 + 100 * minute, seconds=60 * minute) for minute in range(4)]
AT_THE_OPEN = -9000  # seconds from NOON: 14:30 in UTC, 09:30 in New York
WEDNESDAY, FRIDAY = date(2026, 11, 18), date(2026, 11, 20)
DAY = 86_400


@pytest.fixture
def memory() -> MemoryAggregator:
    return MemoryAggregator()


def test_each_minute_of_each_series_gets_its_candle(memory: MemoryAggregator) -> None:
    events = [
        price_event(seconds=0),
        price_event(seconds=59),
        price_event(seconds=60),
        price_event(symbol="MSFT"),
        price_event(feed="live"),
        price_event(feed="test.2"),
    ]
    assert memory.run(events) == 5
    assert {key: candle.trades for key, candle in memory.candles.candles.items()} == {
        (f"AAPL@{FEED}", NOON): 2,
        (f"AAPL@{FEED}", NOON + timedelta(minutes=1)): 1,
        (f"MSFT@{FEED}", NOON): 1,
        ("AAPL", NOON): 1,
        ("AAPL@test.2", NOON): 1,
    }


def test_a_candle_goes_on_where_the_batch_before_left_it(memory: MemoryAggregator) -> None:
    memory.run([price_event("10", volume=1)])
    memory.run([price_event("12", seconds=30, volume=2)])
    (candle,) = memory.candles.candles.values()
    assert [candle.open, candle.close, candle.volume] == [10, 12, 3]


@pytest.mark.parametrize("events", [[price_event(seconds=place) for place in range(3)], TOTALS])
def test_a_batch_that_comes_again_writes_nothing(events: list[PriceEvent], memory: MemoryAggregator) -> None:
    memory.run(events)
    memory.steps.once = {"candles.write", "starts.write", "tallies.write"}
    assert memory.run(events) == 0


@pytest.mark.parametrize("size", [1, 2, 4])
def test_running_totals_grow_from_candle_to_candle(size: int, memory: MemoryAggregator) -> None:
    for start in range(0, len(TOTALS), size):
        memory.run(TOTALS[start : start + size])
    assert memory.volumes() == [0, 100, 100, 100]


def test_a_dip_counts_nothing_and_what_follows_counts_from_the_highest(memory: MemoryAggregator) -> None:
    for minute, total in enumerate((3_100_000, 3_116_000, 3_099_700, 3_120_000)):
        memory.run([day_total(total, seconds=60 * minute)])
    assert memory.volumes() == [0, 16_000, 0, 4_000]


def test_a_session_starts_from_nothing_whatever_the_one_before_it_came_to(memory: MemoryAggregator) -> None:
    memory.run([day_total(9_900_000, seconds=-2 * DAY, session=WEDNESDAY)])
    memory.run([day_total(10_000_000, seconds=-2 * DAY + 60, session=WEDNESDAY)])
    memory.run([day_total(12_000_000, seconds=AT_THE_OPEN + 60, session=FRIDAY)])
    assert memory.volumes() == [0, 100_000, 12_000_000]


@pytest.mark.parametrize(("minutes", "volume"), [(-60, 500), (0, 500), (15, 500), (16, 0)])
def test_the_first_total_counts_whole_until_a_quarter_past_the_open(minutes: int, volume: int) -> None:
    memory = MemoryAggregator()
    memory.run([day_total(500, seconds=AT_THE_OPEN + 60 * minutes)])
    assert memory.volumes() == [volume]


def test_a_replay_that_moves_the_open_in_time_still_counts_its_first_total_whole() -> None:
    recorded = NOON + timedelta(seconds=AT_THE_OPEN + 60)
    moved = price_event(volume=500, kind=TOTALS[0].volume_kind, seconds=7 * DAY, session=FRIDAY, recorded_at=recorded)
    memory = MemoryAggregator()
    memory.run([moved])
    assert memory.volumes(f"AAPL@{FEED}") == [500]


def test_a_late_quote_moves_the_growth_of_the_candle_that_follows(memory: MemoryAggregator) -> None:
    memory.run([TOTALS[0], TOTALS[2], TOTALS[3]])
    assert memory.volumes() == [0, 200, 100]
    assert memory.run([TOTALS[1]]) == 2
    assert memory.volumes() == [0, 100, 100, 100]


def test_a_late_quote_above_those_that_follow_takes_from_all_of_them(memory: MemoryAggregator) -> None:
    memory.run(TOTALS)
    memory.run([day_total(1150, seconds=1)])
    assert memory.volumes() == [150, 0, 50, 100]


def test_a_late_quote_before_all_others_makes_the_first_one_grow(memory: MemoryAggregator) -> None:
    memory.run(TOTALS[1:])
    memory.run(TOTALS[:1])
    assert memory.volumes() == [0, 100, 100, 100]


def test_growth_reaches_over_candles_without_totals_and_not_into_other_series(memory: MemoryAggregator) -> None:
    between = [price_event(seconds=60, volume=5, feed="live"), price_event(seconds=120, volume=6, feed="live")]
    others = [day_total(77, seconds=30, symbol="MSFT"), day_total(80, seconds=200, symbol="MSFT")]
    replayed = [day_total(5000, seconds=90, feed="test.1")]
    for events in ([TOTALS[0], *others], between, replayed, [TOTALS[3]]):
        memory.run(events)
    assert memory.volumes() == [0, 5, 6, 300]
    assert memory.volumes("MSFT") == [0, 3]
    assert memory.volumes("AAPL@test.1") == [0]


def test_new_interval_volume_in_a_candle_leaves_its_growth_alone(memory: MemoryAggregator) -> None:
    memory.run(TOTALS[:2])
    memory.run([price_event(seconds=61, volume=7, feed="live")])
    assert memory.volumes() == [0, 107]


def test_the_first_total_of_a_session_looks_for_no_earlier_one(memory: MemoryAggregator) -> None:
    memory.steps.once = {"candles.before", "candles.between"}
    memory.run(TOTALS[:1])
    assert memory.steps.failed == []


@pytest.mark.parametrize("step", range(11))
def test_a_write_that_failed_half_way_is_made_good_when_the_batch_returns(step: int) -> None:
    """The late quote's own candle may be written while the candle that follows it is not."""
    memory, undisturbed = MemoryAggregator(), MemoryAggregator()
    for each in (memory, undisturbed):
        each.run([TOTALS[0], TOTALS[2]])
    undisturbed.run([TOTALS[1]])
    memory.steps.count, memory.steps.at = 0, {step}
    with pytest.raises(DependencyError):
        memory.run([TOTALS[1]])
    memory.run([TOTALS[1]])
    assert memory.volumes() == [0, 100, 100]
    assert (memory.tallies.hours, memory.tallies.days) == (undisturbed.tallies.hours, undisturbed.tallies.days)


def test_an_expired_candle_counts_as_gone(memory: MemoryAggregator) -> None:
    later = NOON + timedelta(days=30)
    memory.run(TOTALS[:1])
    assert memory.run(TOTALS[1:2], later) == 1
    assert memory.volumes() == [0, 0]
    assert memory.run(TOTALS[:1], later) == 2
    assert memory.volumes() == [0, 100]


def test_a_replays_candle_is_gone_after_a_day(memory: MemoryAggregator) -> None:
    event = price_event()
    memory.run([event])
    assert memory.run([event], NOON + timedelta(hours=23)) == 0
    assert memory.run([event], NOON + timedelta(days=1)) == 1


def test_events_are_counted_by_minute_hour_and_day(memory: MemoryAggregator) -> None:
    events = [price_event(seconds=seconds) for seconds in (0, 1, 60, 3600)]
    memory.run(events[:2])
    memory.run(events)
    series = f"AAPL@{FEED}"
    assert {key: tally.minutes for key, tally in memory.tallies.hours.items()} == {
        (series, NOON): {0: 2, 1: 1},
        (series, NOON + timedelta(hours=1)): {0: 1},
    }
    (day,) = memory.tallies.days.values()
    assert (day.key, day.hours, day.events) == ((series, FRIDAY), {17: 3, 18: 1}, 4)
    assert (day.started_at, day.newest_at) == (NOON, NOON + timedelta(hours=1))


def test_a_batch_of_the_newest_totals_looks_for_none_elsewhere(memory: MemoryAggregator) -> None:
    memory.run(TOTALS[:1])
    memory.steps.once = {"candles.before", "candles.between", "candles.after"}
    memory.run(TOTALS[1:3])
    memory.run([day_total(1250, seconds=150), TOTALS[3]])
    assert memory.steps.failed == []
    assert memory.volumes() == [0, 100, 150, 50]


def test_a_gap_in_a_session_is_looked_over(memory: MemoryAggregator) -> None:
    memory.run(TOTALS[:1])
    memory.run(TOTALS[3:])
    assert memory.volumes() == [0, 300]


def test_totals_of_a_later_day_follow_a_late_quote(memory: MemoryAggregator) -> None:
    next_day = day_total(2000, seconds=DAY, session=FRIDAY)
    for event in (TOTALS[0], next_day, TOTALS[2]):
        memory.run([event])
    assert memory.volumes() == [0, 200, 800]


def test_a_session_that_an_older_version_noted_is_looked_around(memory: MemoryAggregator) -> None:
    memory.run([TOTALS[0], TOTALS[3]])
    memory.starts.starts = {key: SessionSpan(span.first, None) for key, span in memory.starts.starts.items()}
    memory.run([TOTALS[2]])
    assert memory.volumes() == [0, 200, 100]


def test_a_full_candle_refuses_what_has_no_room_and_all_others_go_on(
    memory: MemoryAggregator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candle_room, "MAX_EVENTS", 2)
    quotes = [day_total(1000 + 10 * place, seconds=place) for place in range(4)]
    other = day_total(500, seconds=3, symbol="MSFT")
    for _ in range(2):
        outcome = memory.outcome([*quotes, other])
        assert outcome.refused.keys() == {quote.event_id for quote in quotes[2:]}
        assert {key[0]: candle.trades for key, candle in memory.candles.candles.items()} == {"AAPL": 2, "MSFT": 1}
        assert memory.volumes() == [10]
        assert {day.series: day.events for day in memory.tallies.days.values()} == {"AAPL": 2, "MSFT": 1}
    assert outcome == {"events": 5, "candles_written": 0, "refused": 2}


def test_a_batch_of_refused_events_only_is_done(memory: MemoryAggregator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candle_room, "MAX_EVENTS", 0)
    assert len(memory.outcome(TOTALS).refused) == len(TOTALS)
    assert memory.candles.candles == {}
