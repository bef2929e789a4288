from __future__ import annotations

from datetime import timedelta

from lambdas.shared.domain.session_span import SessionSpan, widened
from tests.factories import NOON

DAY = timedelta(days=1)


def test_a_span_begins_with_its_minutes_and_grows_both_ways() -> None:
    begun = widened(None, [NOON + DAY, NOON])
    assert begun == SessionSpan(NOON, (NOON + DAY).date())
    assert widened(begun, [NOON - DAY]) == SessionSpan(NOON - DAY, (NOON + DAY).date())
    assert widened(begun, [NOON + 3 * DAY]) == SessionSpan(NOON, (NOON + 3 * DAY).date())


def test_a_last_day_that_was_not_noted_stays_unknown() -> None:
    assert widened(SessionSpan(NOON, None), [NOON - DAY]) == SessionSpan(NOON - DAY, None)
