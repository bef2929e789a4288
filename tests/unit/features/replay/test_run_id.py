from __future__ import annotations

from random import Random

from finpulse_cli.features.replay.run_id import fresh_run
from lambdas.shared.domain.feed import FEED_PATTERN, feed_of


def test_runs_differ_and_are_fit_for_a_feed() -> None:
    chance = Random(1)  # noqa: S311 - repeatable on purpose
    runs = [fresh_run(chance) for _ in range(1000)]
    assert len(set(runs)) == 1000
    assert all(FEED_PATTERN.fullmatch(feed_of("flash-crash", run)) for run in runs)
