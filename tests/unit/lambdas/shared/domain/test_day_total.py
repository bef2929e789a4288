"""Running totals of a session within a minute: how two batches of one minute come together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from lambdas.shared.domain.day_total import DayTotal, merged
from tests.factories import NOON

FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)
KNOWN = DayTotal(FRIDAY, (NOON, "b"), Decimal(100), opens=False, top=Decimal(130), before=Decimal(90))
EARLIER = DayTotal(FRIDAY, (NOON - timedelta(seconds=1), "z"), Decimal(95), opens=True, top=Decimal(120))
LATER = DayTotal(FRIDAY, (NOON, "c"), Decimal(110), opens=True, top=Decimal(150))
SAME = replace(KNOWN, first=Decimal(1), opens=True)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (EARLIER, replace(EARLIER, top=Decimal(130), before=Decimal(90))),
        (LATER, replace(KNOWN, top=Decimal(150))),
        (SAME, KNOWN),
    ],
)
def test_the_earliest_is_the_first_and_what_came_before_the_minute_is_kept(other: DayTotal, expected: DayTotal) -> None:
    assert merged([KNOWN], [other]) == (expected,)


def test_sessions_are_told_apart_and_sorted() -> None:
    monday = replace(KNOWN, session=MONDAY)
    assert merged([monday], [KNOWN]) == (KNOWN, monday)
    assert merged([], [monday]) == (monday,)


def test_what_totals_add_to_their_minute() -> None:
    opening = replace(KNOWN, before=None, opens=True)
    assert [it.growth for it in (KNOWN, opening, replace(opening, opens=False))] == [40, 130, 30]
    assert replace(KNOWN, before=Decimal(140)).growth == 0
    assert [it.highest for it in (KNOWN, opening, replace(KNOWN, before=Decimal(140)))] == [130, 130, 140]
