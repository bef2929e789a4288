"""The protocol, with a detector whose scores are known: the distance from 100."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.errors import FailedError
from finpulse_cli.features.evaluation.injection import RAMP, SPIKE, Injection, injected, injections
from finpulse_cli.features.evaluation.protocol import COUNT, Trial, measure, threshold_of
from tests.minute_bars import bar, minutes_of, trading_days

if TYPE_CHECKING:
    from lambdas.shared.domain.detectors.scoring import Evidence
    from lambdas.shared.domain.event import PriceEvent

DAYS = trading_days(3)
FLAT = [bar("100", at, day) for day in DAYS for at in minutes_of(day)]


class Distance:
    """A detector without a memory, but for how many it saw."""

    name = "distance"

    def __init__(self, quiet_up_to: float) -> None:
        self.quiet_up_to = quiet_up_to

    def initial(self) -> int:
        return 0

    def score(self, state: int, event: PriceEvent) -> tuple[int, float | None, Evidence | None]:
        return state + 1, abs(float(event.price) - 100) if state else None, None

    def write(self, state: int) -> str:
        return str(state)

    def read(self, text: str) -> int:
        return int(text)


def with_prices(prices: dict[int, str]) -> list[PriceEvent]:
    bars = list(FLAT)
    for place, price in prices.items():
        bars[place] = replace(bars[place], price=Decimal(price))
    return bars


def test_the_threshold_lets_as_many_scores_pass_as_there_are_symbol_days() -> None:
    bars = with_prices({50: "109", 100: "91.5", 150: "100.4", 200: "99.65"})
    found = measure(Distance, Trial({"AAPL": bars}))
    assert found.threshold == pytest.approx(0.35)
    assert found.alerts_per_symbol_day == 1
    assert found.hits == {"spike": {"0.3": 0, "0.5": 1, "1.0": 1}, "ramp": {"0.5": 1, "1.0": 1}}
    assert found.state_bytes == 4


def test_scores_that_tie_at_the_threshold_do_not_fire() -> None:
    assert threshold_of([1, 5, 5, 5], 1) == 5
    assert threshold_of([1, 2, 3], 2) == 1
    assert threshold_of([1, 2], 5) == 0


def test_days_before_since_set_no_threshold_and_take_no_moves() -> None:
    bars = with_prices(dict.fromkeys(range(10, 400), "110"))
    trial = Trial({"AAPL": bars}, since=DAYS[2])
    assert (trial.days, trial.symbol_days) == ({DAYS[2]}, 1)
    assert measure(Distance, trial).hits["spike"]["0.3"] == 1
    assert {FLAT[place].session for place in trial.starts("AAPL")} == {DAYS[2]}


def test_moves_begin_after_four_hundred_bars_and_end_before_a_close() -> None:
    starts = Trial({"AAPL": FLAT}).starts("AAPL")
    assert (starts[0], starts[-1]) == (400, 3 * 390 - 5)
    assert 390 * 2 - 1 not in starts
    assert 390 * 2 - 5 in starts


def test_moves_are_seeded_and_the_same_for_all_detectors() -> None:
    def starts(seed: int) -> list[int]:
        return [start for _, start, _ in Trial({"AAPL": FLAT}, seed=seed).moves(SPIKE, "0.5")]

    assert starts(1) == starts(1) != starts(2)
    assert len(starts(1)) == COUNT == 60


def test_both_signs_occur() -> None:
    moves = injections(Random(1), [5], "0.5", 60)  # noqa: S311  # repeatable is what it has to be
    assert {move.factor for move in moves} == {Decimal("1.005"), Decimal("0.995")}


def test_a_spike_is_one_bar_and_a_ramp_grows_evenly_over_five() -> None:
    down = Injection(420, Decimal("0.99"))
    assert [event.price for event in injected(FLAT, down, SPIKE)] == [Decimal(99)]
    ramp = injected(FLAT, down, RAMP)
    assert [event.price for event in ramp] == [Decimal(text) for text in ("99.8", "99.6", "99.4", "99.2", "99")]
    assert [event.timestamp for event in ramp] == [event.timestamp for event in FLAT[420:425]]
    assert FLAT[420].timestamp + timedelta(minutes=4) == ramp[-1].timestamp


@pytest.mark.parametrize(("bars", "since"), [(FLAT[:404], None), (FLAT, DAYS[2] + timedelta(days=1))])
def test_too_few_bars_are_refused_with_the_symbol(bars: list[PriceEvent], since: object) -> None:
    with pytest.raises(FailedError, match=r"AAPL has \d+ bars, and none"):
        measure(Distance, Trial({"AAPL": bars}, since))  # type: ignore[arg-type]
