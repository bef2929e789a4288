from __future__ import annotations

from datetime import time, timedelta

import pytest

from finpulse_cli.core.errors import UsageError
from finpulse_cli.features.alerts.quiet import quiet_hours, quiet_text, quiet_values
from tests.factories import NOON


def test_hours_zone_and_days_are_read() -> None:
    quiet = quiet_hours("22:00-07:30", "Europe/Berlin", "fri-mon", NOON, high_passes=False)
    assert (quiet.begins, quiet.ends, quiet.zone, quiet.since) == (time(22), time(7, 30), "Europe/Berlin", NOON)
    assert (quiet.days, quiet.high_passes) == (frozenset({4, 5, 6, 0}), False)
    assert quiet_text(quiet) == "22:00-07:30 Europe/Berlin, mon fri sat sun; HIGH is held too"


def test_every_day_unless_some_are_named() -> None:
    quiet = quiet_hours("17:00-18:00", "UTC", None, NOON, high_passes=True)
    assert quiet_text(quiet) == "17:00-18:00 UTC, every day; HIGH passes"
    assert quiet_hours("17:00-18:00", "UTC", "Sat, sun", NOON, high_passes=True).days == {5, 6}


def test_values_tell_whether_it_is_quiet_now() -> None:
    quiet = quiet_hours("17:00-18:00", "UTC", None, NOON, high_passes=True)
    assert quiet_values(quiet, NOON)["quiet_until"] == "2026-11-20T18:00:00.000Z"
    assert quiet_values(quiet, NOON + timedelta(hours=1))["quiet_until"] is None


@pytest.mark.parametrize(
    ("hours", "zone", "days", "message"),
    [
        ("22-7", "UTC", None, "no hours of a day"),
        ("24:00-07:00", "UTC", None, "no hours of a day"),
        ("22:00-07:00", "Berlin", None, "no time zone"),
        ("22:00-07:00", "../etc/passwd", None, "no time zone"),
        ("22:00-07:00", "", None, "no time zone"),
        ("22:00-07:00", "UTC", "weekend", "no day of the week"),
        ("22:00-07:00", "UTC", "mon-", "no day of the week"),
        ("22:00-07:00", "UTC", "", "no day of the week"),
    ],
)
def test_what_cannot_be_read_is_refused_with_an_example(hours: str, zone: str, days: str | None, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        quiet_hours(hours, zone, days, NOON, high_passes=True)
