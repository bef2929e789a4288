"""What becomes of batches that fail: nothing is skipped, and only what cannot be done is given up."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finpulse_cli.targets.embedded.overlay.mappings.attempts import Batch, after, expired
from finpulse_cli.targets.embedded.overlay.mappings.records import Record
from finpulse_cli.targets.embedded.overlay.mappings.responses import Failed, Stopped, Succeeded, Verdict
from finpulse_cli.targets.embedded.overlay.mappings.rules import Rules
from tests.unit.targets.embedded.overlay.mappings.making import NOON, record, records, settle

HUNDRED = records(range(100))
BISECTING = Rules(retries=2, bisects=True)
REPORTING = Rules(retries=2, bisects=True, reports_items=True)
Judge = Callable[[Sequence[Record]], Verdict]


def throws_on(poison: set[int]) -> Judge:
    return lambda batch: Failed("Unhandled") if poison & {it.number for it in batch} else Succeeded()


def reports(poison: set[int]) -> Judge:
    def judge(batch: Sequence[Record]) -> Verdict:
        bad = [place for place, it in enumerate(batch) if it.number in poison]
        return Stopped(bad[0]) if bad else Succeeded()

    return judge


def numbers(batches: Sequence[Batch]) -> list[int]:
    return [it.number for batch in batches for it in batch.records]


def done(calls: list[list[int]], judge: Judge) -> list[int]:
    """Return what a function that stops at the first bad record has done, in order, repeats left out."""
    found: list[int] = []
    for call in calls:
        judged = judge(records(call))
        upto = len(call) if isinstance(judged, Succeeded) else judged.at if isinstance(judged, Stopped) else 0
        found += [number for number in call[:upto] if number not in found]
    return found


def test_bisecting_isolates_the_poison_pill_of_a_hundred() -> None:
    judge = throws_on({37})
    calls, given_up = settle(HUNDRED, BISECTING, judge)
    assert [(it.number, batch.attempts) for batch in given_up for it in batch.records] == [(37, 3)]
    assert done(calls, judge) == [number for number in range(100) if number != 37]
    assert calls.count([37]) == 3


def test_a_report_isolates_it_with_the_least_repetition() -> None:
    judge = reports({37})
    calls, given_up = settle(HUNDRED, REPORTING, judge)
    assert numbers(given_up) == [37]
    assert done(calls, judge) == [number for number in range(100) if number != 37]
    assert [len(call) for call in calls] == [100, 63, 1, 1, 1, 62]


@given(st.sets(st.integers(0, 60)), st.integers(1, 61), st.integers(0, 3), st.booleans())
def test_with_bisecting_only_what_fails_by_itself_is_given_up(
    poison: set[int], size: int, retries: int, reported: bool
) -> None:
    judge = reports(poison) if reported else throws_on(poison)
    batch = records(range(size))
    calls, given_up = settle(batch, Rules(retries=retries, bisects=True, reports_items=reported), judge)
    bad = sorted(poison & set(range(size)))
    assert numbers(given_up) == bad
    assert done(calls, judge) == [number for number in range(size) if number not in poison]


@given(st.sets(st.integers(0, 20)), st.integers(1, 21), st.integers(0, 3), st.booleans(), st.booleans())
def test_every_record_is_tried_and_no_batch_too_often(
    poison: set[int], size: int, retries: int, reported: bool, bisects: bool
) -> None:
    judge = reports(poison) if reported else throws_on(poison)
    calls, given_up = settle(
        records(range(size)), Rules(retries=retries, bisects=bisects, reports_items=reported), judge
    )
    assert {number for call in calls for number in call} == set(range(size))
    assert all(batch.attempts == retries + 1 for batch in given_up)
    assert all(call == sorted(call) for call in calls)
    starts = [call[0] for call in calls]
    assert starts == sorted(starts)  # nothing is returned to once something behind it was begun


@pytest.mark.parametrize(("retries", "invocations"), [(0, 1), (1, 2), (2, 3)])
def test_without_bisecting_the_whole_batch_is_tried_once_and_again(retries: int, invocations: int) -> None:
    calls, given_up = settle(records(range(3)), Rules(retries=retries), throws_on({1}))
    assert calls == [[0, 1, 2]] * invocations
    assert numbers(given_up) == [0, 1, 2]


def test_a_report_that_gets_further_begins_a_new_count() -> None:
    calls, given_up = settle(records([4, 5, 6]), Rules(retries=3, reports_items=True), reports({6}))
    assert calls == [[4, 5, 6], [6], [6], [6], [6]]
    assert [(batch.attempts, numbers([batch])) for batch in given_up] == [(4, [6])]


def test_a_malformed_report_is_bisected_like_an_error() -> None:
    step = after(Batch(records(range(5))), Failed(), REPORTING)
    assert [numbers([batch]) for batch in step.pending] == [[0, 1, 2], [3, 4]]
    assert not step.pauses


def test_without_a_limit_it_is_tried_again_for_ever_after_a_pause() -> None:
    step = after(Batch(records([1]), attempts=9_999), Failed("Unhandled"), Rules())
    assert (step.given_up, step.pauses) == (None, True)
    assert step.pending == (Batch(records([1]), attempts=10_000),)


def test_only_the_records_that_are_too_old_expire() -> None:
    old = record(1, arrived=NOON - 60)
    batch = Batch((old, record(2, arrived=NOON - 59.9), record(3)))
    assert expired(batch, NOON, Rules(max_age_seconds=60)) == 1
    assert expired(Batch((old,)), NOON, Rules(max_age_seconds=60)) == 1
    assert expired(batch, NOON + 1e9, Rules()) == 0
