"""A schedule is due by the clocks of its zone, on the weekdays that it names."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest

from finpulse_cli.targets.embedded.overlay import schedule_zones

scheduler: Any = import_module("ministack.services.scheduler")
events: Any = import_module("ministack.services.eventbridge")
SESSION = "cron(* 9-15 ? * MON-FRI *)"
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def schedules(monkeypatch: pytest.MonkeyPatch) -> dict[Any, Any]:
    """The stored schedules of a Scheduler that nothing else has touched."""
    monkeypatch.setattr(scheduler, "_tick_schedules", scheduler._tick_schedules)
    monkeypatch.setattr(events, "_parse_cron_fields", events._parse_cron_fields)
    monkeypatch.setattr(events, "_cron_next_fire", events._cron_next_fire)
    monkeypatch.setattr(scheduler, "_schedule_last_fired", {})
    stored: dict[Any, Any] = {}
    monkeypatch.setattr(scheduler._schedules, "_data", stored)
    schedule_zones.install()
    return stored


def fired(
    stored: dict[Any, Any],
    monkeypatch: pytest.MonkeyPatch,
    since: datetime,
    until: datetime,
    zone: str | None = "America/New_York",
) -> list[datetime]:
    """The minutes at which a schedule fires when it is looked at every minute."""
    found: list[datetime] = []
    now = since - MINUTE
    monkeypatch.setattr(events, "_invoke_target", lambda *_: found.append(now))
    schedule = {"State": "ENABLED", "ScheduleExpression": SESSION, "Arn": "arn:s", "Target": {"Arn": "arn:t"}}
    stored["000000000000", "us-east-1", "default/s"] = schedule | ({"ScheduleExpressionTimezone": zone} if zone else {})
    while now < until:
        monkeypatch.setattr(scheduler.time, "time", lambda at=now: at.timestamp())
        scheduler._tick_schedules()
        now += MINUTE
    return found


@pytest.mark.parametrize(
    ("day", "opening"),
    [
        (datetime(2026, 11, 25, tzinfo=UTC), 14),
        (datetime(2026, 7, 1, tzinfo=UTC), 13),
    ],
)
def test_new_york_s_hours_are_those_of_its_clocks(
    schedules: dict[Any, Any], monkeypatch: pytest.MonkeyPatch, day: datetime, opening: int
) -> None:
    minutes = fired(schedules, monkeypatch, day + timedelta(hours=12), day + timedelta(hours=23))
    assert (minutes[0], len(minutes)) == (day + timedelta(hours=opening), 7 * 60)
    assert minutes[-1] == day + timedelta(hours=opening + 7) - MINUTE


def test_at_weekends_it_rests(schedules: dict[Any, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    saturday = datetime(2026, 11, 28, tzinfo=UTC)
    assert fired(schedules, monkeypatch, saturday, saturday + timedelta(days=2)) == []


@pytest.mark.parametrize("zone", [None, "UTC"])
def test_without_a_zone_it_goes_by_utc(
    schedules: dict[Any, Any], monkeypatch: pytest.MonkeyPatch, zone: str | None
) -> None:
    day = datetime(2026, 11, 25, tzinfo=UTC)
    minutes = fired(schedules, monkeypatch, day + timedelta(hours=8), day + timedelta(hours=18), zone)
    assert (minutes[0], len(minutes)) == (day + timedelta(hours=9), 7 * 60)


def test_what_is_saved_is_the_plain_expression() -> None:
    schedule = {"ScheduleExpression": SESSION, "ScheduleExpressionTimezone": "America/New_York"}
    assert json.dumps(schedule_zones.zoned(schedule)) == f'"{SESSION}"'
