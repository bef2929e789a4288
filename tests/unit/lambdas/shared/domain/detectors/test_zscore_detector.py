"""`zscore` behind the interface of all detectors."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING

from lambdas.shared.domain.detectors.scoring import Evidence, Limits
from lambdas.shared.domain.detectors.zscore_detector import ZScoreDetector
from lambdas.shared.domain.zscore import PriceWindow, exact_arithmetic, score_price
from tests.factories import price_event, price_run

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lambdas.shared.domain.event import PriceEvent

WINDOW = tuple(Decimal(100 + (-1) ** place) for place in range(30))


def warm(detector: ZScoreDetector, events: Iterable[PriceEvent]) -> PriceWindow:
    state = detector.initial()
    for event in events:
        state, score, evidence = detector.score(state, event)
        assert (score, evidence) == (None, None)
    return state


def test_a_score_is_the_distance_from_the_window_and_its_evidence_is_the_window() -> None:
    with exact_arithmetic():
        detector = ZScoreDetector(quiet_up_to=0)
        state = warm(detector, price_run(map(str, WINDOW)))
        after, score, evidence = detector.score(state, price_event("97", seconds=1800))
    assert evidence == Evidence(score_price(WINDOW, Decimal(97)), WINDOW, Limits(0, math.inf))
    assert score == -evidence.score.z
    assert after.prices == (*WINDOW[1:], Decimal(97))


def test_a_score_leaves_the_state_before_it_as_it_was() -> None:
    with exact_arithmetic():
        detector = ZScoreDetector(quiet_up_to=0)
        state = warm(detector, price_run(map(str, WINDOW)))
        tried = [detector.score(state, price_event("97", seconds=1800)) for _ in range(2)]
    assert state.prices == WINDOW
    assert tried[0][1:] == tried[1][1:]


def test_a_score_within_the_limit_is_quiet() -> None:
    with exact_arithmetic():
        detector = ZScoreDetector(quiet_up_to=2.5)
        state = warm(detector, price_run(["400"] * 30))
        assert detector.score(state, price_event("400.10", seconds=1800))[1:] == (None, None)
        assert detector.score(state, price_event("400.11", seconds=1800))[1] == 2.75
