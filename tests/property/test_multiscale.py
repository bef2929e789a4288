"""`multiscale` on prices and times that nobody chose: it never fails, and its states survive being put away."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from lambdas.shared.domain.detectors.calibrated import CalibratedDetector
from lambdas.shared.domain.detectors.intraday import minute_of
from lambdas.shared.domain.detectors.multiscale import MultiscaleDetector
from tests.factories import price_event
from tests.minute_bars import trading_days, walk

if TYPE_CHECKING:
    from lambdas.shared.domain.event import PriceEvent

DETECTOR = CalibratedDetector(MultiscaleDetector(quiet_up_to=2.0), 1.0, least=2.0)
PRICES = st.one_of(
    st.sampled_from(("100", "100", "100.01", "99.99", "50", "0.5", "700")),
    st.decimals("0.0000000001", 1_000_000_000, places=10).map(str),
)
SECONDS = st.sampled_from((0, 1, 15, 60, 60, 60, 60, 120, 1800, 5400, 63_000, 86_400, 400_000))
CHANGES = st.none() | st.sampled_from(("0", "-50", "100"))
DRAWN = st.lists(st.tuples(PRICES, SECONDS, CHANGES), min_size=1, max_size=40)


def events_of(drawn: list[tuple[str, int, str | None]]) -> list[PriceEvent]:
    """Forty calm minutes, so that there are verdicts, and then what was drawn."""
    events = [price_event(f"100.0{place % 3}", seconds=60 * place) for place in range(40)]
    seconds = 60 * 39
    for price, later, change in drawn:
        seconds += later
        events.append(price_event(price, seconds=seconds, change_percent=change))
    return events


@given(DRAWN)
def test_every_score_is_a_number_and_its_evidence_has_its_size(drawn: list[tuple[str, int, str | None]]) -> None:
    inner = MultiscaleDetector(quiet_up_to=2.0)
    state = inner.initial()
    for event in events_of(drawn):
        state, score, evidence = inner.score(state, event)
        assert score is None or (math.isfinite(score) and score >= 0)
        assert (evidence is not None) == (score is not None and score > 2.0)
        if evidence is not None and score is not None:
            assert math.isclose(abs(evidence.score.z), score, rel_tol=1e-9)
            assert evidence.score.mean > 0
            assert evidence.score.stdev > 0


@given(DRAWN)
def test_a_state_may_be_put_away_between_any_two_events(drawn: list[tuple[str, int, str | None]]) -> None:
    kept = put_away = DETECTOR.initial()
    for event in events_of(drawn):
        kept, score, evidence = DETECTOR.score(kept, event)
        put_away, again, the_same = DETECTOR.score(DETECTOR.read(DETECTOR.write(put_away)), event)
        assert (put_away, again, the_same) == (kept, score, evidence)
        assert len(DETECTOR.write(put_away)) < 8000


@given(DRAWN, st.integers(1, 10_000))
def test_a_recording_may_be_moved_by_any_number_of_minutes(
    drawn: list[tuple[str, int, str | None]], minutes: int
) -> None:
    """What is scored is the recording's own time, wherever a replay moves it."""
    one = other = DETECTOR.initial()
    for event in events_of(drawn):
        moved = replace(event, timestamp=event.timestamp + timedelta(minutes=minutes), recorded_at=event.timestamp)
        one, score, _ = DETECTOR.score(one, event)
        other, again, _ = DETECTOR.score(other, moved)
        assert again == score
    assert one == other


@given(DRAWN)
def test_the_way_in_one_go_is_the_way_in_steps_to_the_last_bit(drawn: list[tuple[str, int, str | None]]) -> None:
    detector = MultiscaleDetector(quiet_up_to=2.0)
    state = detector.initial()
    for event in events_of(drawn):
        in_steps = detector.score_in_steps(state, event, minute_of(event.timestamp))
        at_once = detector.score(state, event)
        assert at_once == in_steps
        state = at_once[0]


def test_and_so_it_is_for_whole_days() -> None:
    detector = MultiscaleDetector(quiet_up_to=2.0)
    state = detector.initial()
    for event in [*walk(trading_days(3), basis_points=20), *walk(trading_days(1, date(2026, 12, 1)), start=0.5)]:
        in_steps = detector.score_in_steps(state, event, minute_of(event.timestamp))
        state, score, evidence = detector.score(state, event)
        assert (state, score, evidence) == in_steps
