from __future__ import annotations

from random import Random

import pytest

from finpulse_cli.core.errors import UsageError
from finpulse_cli.features.replay.run_id import fresh_run, run_names
from lambdas.shared.domain.feed import FEED_PATTERN, feed_of


def test_runs_differ_and_are_fit_for_a_feed() -> None:
    chance = Random(1)  # noqa: S311 - repeatable on purpose
    runs = [fresh_run(chance) for _ in range(1000)]
    assert len(set(runs)) == 1000
    assert all(FEED_PATTERN.fullmatch(feed_of("flash-crash", run)) for run in runs)


def test_a_repeated_recording_is_as_many_runs() -> None:
    assert run_names("one", 1) == ["one"]
    assert run_names("one", 3) == ["one", "one-2", "one-3"]


@pytest.mark.parametrize("name", ["", "two words", "a.b", "-a", "x" * 33])
def test_what_can_be_no_run(name: str) -> None:
    with pytest.raises(UsageError, match="cannot be the name of a run"):
        run_names(name, 1)
