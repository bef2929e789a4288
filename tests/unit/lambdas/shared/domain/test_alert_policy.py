from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finpulse_cli.features.alerts.zones import zone_offsets
from lambdas.shared.domain.alert_policy import AlertPolicy, Hold, QuietHours, Silence, ZoneOffsets
from lambdas.shared.domain.anomaly import Direction, Severity
from tests.factories import NOON, anomaly, price_event

if TYPE_CHECKING:
    from lambdas.shared.domain.anomaly import Anomaly

HOUR = timedelta(hours=1)
ALL = Silence("all", NOON, NOON + HOUR)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
NIGHT = QuietHours(LONG_AGO, time(22), time(7), "Europe/Berlin", zone_offsets("Europe/Berlin", LONG_AGO))


def at(moment: datetime, severity: Severity = Severity.MEDIUM, symbol: str = "AAPL") -> Anomaly:
    event = price_event(symbol=symbol, ingested_at=moment)
    return anomaly(event, severity=severity)


def berlin(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(("seconds", "held"), [(-1, False), (0, True), (3599, True), (3600, False)])
def test_a_silence_goes_by_when_an_event_came_in_its_end_excluded(seconds: int, held: bool) -> None:
    assert ALL.covers(at(NOON + timedelta(seconds=seconds))) is held
    recorded = price_event(seconds=-86_400, ingested_at=NOON + timedelta(seconds=seconds))
    assert ALL.covers(anomaly(recorded)) is held


@pytest.mark.parametrize(
    ("silence", "held"),
    [
        (replace(ALL, symbol="AAPL"), True),
        (replace(ALL, symbol="MSFT"), False),
        (replace(ALL, direction=Direction.SPIKE), True),
        (replace(ALL, direction=Direction.DROP), False),
        (replace(ALL, severity=Severity.HIGH), True),
        (replace(ALL, severity=Severity.MEDIUM), False),
    ],
)
def test_a_silence_is_of_a_symbol_a_direction_and_a_severity(silence: Silence, held: bool) -> None:
    assert silence.covers(anomaly()) is held


def test_the_silence_that_lasts_longest_is_named() -> None:
    longer = replace(ALL, silence_id="longer", until=NOON + 2 * HOUR)
    assert AlertPolicy((longer, ALL)).hold(anomaly()) == Hold("silence:longer", NOON + 2 * HOUR)
    assert AlertPolicy((ALL, longer)).hold(anomaly()) == Hold("silence:longer", NOON + 2 * HOUR)


def test_a_silence_that_is_lifted_ends_then_and_never_before_it_began() -> None:
    assert ALL.ended(NOON + HOUR / 2).until == NOON + HOUR / 2
    assert ALL.ended(NOON + 2 * HOUR) == ALL
    assert ALL.ended(NOON - HOUR).until == NOON


def test_nothing_set_holds_nothing() -> None:
    assert AlertPolicy().hold(anomaly()) is None


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        (berlin(18, 21, 59), None),
        (berlin(18, 22), berlin(19, 7)),
        (berlin(19, 6, 59), berlin(19, 7)),
        (berlin(19, 7), None),
    ],
)
def test_quiet_hours_over_midnight_end_in_the_morning(moment: datetime, end: datetime | None) -> None:
    held = AlertPolicy(quiet_hours=NIGHT).hold(at(moment))
    assert held == (end and Hold("quiet_hours", end))


def test_high_passes_unless_it_shall_not() -> None:
    high = at(berlin(18, 23), Severity.HIGH)
    assert AlertPolicy(quiet_hours=NIGHT).hold(high) is None
    assert AlertPolicy(quiet_hours=replace(NIGHT, high_passes=False)).hold(high)


def test_a_silence_is_named_before_the_quiet_hours() -> None:
    silence = Silence("s", berlin(18, 21), berlin(18, 23))
    held = AlertPolicy((silence,), NIGHT).hold(at(berlin(18, 22)))
    assert held == silence.hold


def test_days_are_those_on_which_they_begin() -> None:
    friday = replace(NIGHT, days=frozenset({4}))
    assert friday.period(berlin(20, 23)) == (berlin(20, 22), berlin(21, 7))
    assert friday.period(berlin(21, 6)) == (berlin(20, 22), berlin(21, 7))
    assert friday.period(berlin(21, 23)) is None
    assert friday.period(berlin(20, 6)) is None


def test_hours_within_a_day_and_the_whole_day() -> None:
    lunch = replace(NIGHT, begins=time(12), ends=time(13, 30))
    assert lunch.period(berlin(18, 13)) == (berlin(18, 12), berlin(18, 13, 30))
    assert lunch.period(berlin(18, 13, 30)) is None
    whole = replace(NIGHT, begins=time(0), ends=time(0))
    assert whole.period(berlin(18, 13)) == (berlin(18, 0), berlin(19, 0))


def test_what_came_in_before_they_were_set_is_not_held() -> None:
    assert replace(NIGHT, since=berlin(18, 23)).period(berlin(18, 22, 59)) is None
    assert replace(NIGHT, since=berlin(18, 23)).period(berlin(18, 23)) is not None


def test_a_night_with_an_hour_more_and_one_with_an_hour_less() -> None:
    longer = NIGHT.period(berlin(25, 0, month=10))
    shorter = NIGHT.period(berlin(29, 0, month=3))
    assert longer
    assert shorter
    assert longer[1] - longer[0] == 10 * HOUR
    assert shorter[1] - shorter[0] == 8 * HOUR


MOMENTS = st.datetimes(datetime(2026, 1, 2), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
TIMES = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))
ZONES = st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"])


@given(MOMENTS, TIMES, TIMES, ZONES, st.frozensets(st.integers(0, 6)))
def test_a_moment_is_quiet_exactly_within_the_period_that_is_told_of_it(
    moment: datetime, begins: time, ends: time, zone: str, days: frozenset[int]
) -> None:
    quiet = QuietHours(LONG_AGO, begins, ends, zone, offsets_of(zone), days)
    period = quiet.period(moment)
    assert period == period_by_the_database(quiet, moment)
    if period is None:
        return
    first, last = period
    assert first <= moment < last
    assert last - first <= 26 * HOUR
    assert quiet.period(last - timedelta(milliseconds=1)) is not None


@cache
def offsets_of(zone: str) -> ZoneOffsets:
    return zone_offsets(zone, LONG_AGO)


def period_by_the_database(quiet: QuietHours, moment: datetime) -> tuple[datetime, datetime] | None:
    """The same from the standard library's time zones."""
    zone = ZoneInfo(quiet.zone)
    today = moment.astimezone(zone).date()
    for first in (today - timedelta(days=1), today):
        last = first if quiet.begins < quiet.ends else first + timedelta(days=1)
        begins = datetime.combine(first, quiet.begins, zone).astimezone(UTC)
        ends = datetime.combine(last, quiet.ends, zone).astimezone(UTC)
        if first.weekday() in quiet.days and begins <= moment < ends:
            return begins, ends
    return None


@given(MOMENTS, ZONES)
def test_a_zone_s_offsets_are_the_database_s(moment: datetime, zone: str) -> None:
    assert offsets_of(zone).at(moment) == moment.astimezone(ZoneInfo(zone)).utcoffset()
