from __future__ import annotations

from finpulse_cli.features.replay.outcome import NOTHING, Outcome, Standing

HOUR = "2026-11-20T14:00:00.000Z"


def standing(candles: int, *minutes: int) -> Standing:
    """A standing of so many candles, with so many events in each minute of an hour."""
    counts = {("AAPL@a.1", HOUR, minute): events for minute, events in enumerate(minutes)}
    return Standing(sum(minutes), candles, counts, sum(minutes), ())


def test_a_new_run_adds_all_that_stands_there() -> None:
    outcome = Outcome(NOTHING, standing(3, 1, 1, 2))
    assert (outcome.prices, outcome.candles, outcome.events) == (4, 3, 4)


def test_candles_that_have_grown_count_beside_the_new_ones() -> None:
    outcome = Outcome(standing(2, 1, 1), standing(3, 1, 2, 1))
    assert (outcome.candles, outcome.events) == (2, 2)


def test_what_was_sent_before_adds_nothing() -> None:
    outcome = Outcome(standing(2, 1, 1), standing(2, 1, 1))
    assert (outcome.prices, outcome.candles, outcome.events, outcome.scored) == (0, 0, 0, 0)
