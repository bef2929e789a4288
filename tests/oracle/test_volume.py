"""The oracle's rule for running totals against cases worked out by hand."""

from __future__ import annotations

from tests.oracle.events import total
from tests.oracle.volume import added


def _shares(*quotes: tuple[str, str, str]) -> list[int]:
    """What quotes (timestamp, total, session) add, in order."""
    events = [total(f"{place:02}", at, volume, session) for place, (at, volume, session) in enumerate(quotes)]
    return [int(shares) for shares in added(events).values()]


def _day(*totals: str, begin: int = 15) -> list[int]:
    quotes = [(f"2026-11-20T{begin + place}:00:00.000Z", volume, "2026-11-20") for place, volume in enumerate(totals)]
    return _shares(*quotes)


def test_a_dip_counts_nothing_and_what_follows_counts_from_the_highest() -> None:
    assert _day("3100000", "3116000", "3099700", "3120000") == [0, 16000, 0, 4000]


def test_the_first_total_counts_whole_by_a_quarter_past_the_open() -> None:
    assert _shares(("2026-11-20T14:45:00.000Z", "500", "2026-11-20")) == [500]
    assert _shares(("2026-11-20T14:45:00.001Z", "500", "2026-11-20")) == [0]
    assert _shares(("2026-11-20T09:00:00.000Z", "500", "2026-11-20")) == [500]


def test_daylight_saving_moves_the_open() -> None:
    assert _shares(("2026-07-01T13:45:00.000Z", "500", "2026-07-01")) == [500]
    assert _shares(("2026-07-01T14:00:00.000Z", "500", "2026-07-01")) == [0]


def test_a_session_starts_from_nothing_whatever_the_one_before_it_came_to() -> None:
    wednesday, friday = "2026-11-18", "2026-11-20"
    assert _shares(
        ("2026-11-18T20:00:00.000Z", "9900000", wednesday),
        ("2026-11-18T20:59:00.000Z", "10000000", wednesday),
        ("2026-11-20T14:31:00.000Z", "12000000", friday),
    ) == [0, 100000, 12000000]


def test_a_day_without_a_session_has_no_open_to_be_early_for() -> None:
    assert _shares(("2026-11-26T12:00:00.000Z", "500", "2026-11-26")) == [0]
    assert _shares(("2026-11-21T12:00:00.000Z", "500", "2026-11-21")) == [0]
