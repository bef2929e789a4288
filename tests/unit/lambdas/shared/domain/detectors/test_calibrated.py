"""Alerts a symbol and day as the setting: what comes of it for scores of any scale."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from lambdas.shared.domain.detectors.calibrated import MOST_ALERTS, CalibratedDetector, CalibratedState
from lambdas.shared.domain.detectors.intraday import minute_of
from lambdas.shared.domain.detectors.multiscale import MultiscaleDetector
from lambdas.shared.domain.detectors.scoring import Evidence, Limits
from lambdas.shared.domain.detectors.tail import Tail
from lambdas.shared.domain.zscore import Score
from tests.factories import price_event
from tests.minute_bars import trading_days, walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lambdas.shared.domain.event import PriceEvent

EVIDENCE = Evidence(Score(1, 1, 1, 1), (), Limits(0, 0))
DAY = 390


class Minute(NamedTuple):
    minute: int = 0


class Volumes:
    """A detector whose score is an event's volume; 0 stands for no verdict."""

    name = "volumes"

    def initial(self) -> Minute:
        return Minute()

    def score(self, _: Minute, event: PriceEvent) -> tuple[Minute, float | None, Evidence | None]:
        return Minute(minute_of(event.timestamp)), float(event.volume) / 1000 or None, EVIDENCE

    def write(self, state: Minute) -> str:
        return str(state.minute)

    def read(self, text: str) -> Minute:
        return Minute(int(text))


def events(scores: Sequence[float], every: float = 60) -> list[PriceEvent]:
    return [price_event(volume=round(score * 1000), seconds=every * at) for at, score in enumerate(scores)]


def heavy_tailed(days: int, scale: float, seed: int = 1) -> list[float]:
    """Scores with a Pareto tail like that of real ones: index 5."""
    chance = Random(seed)  # noqa: S311  # repeatable is what it has to be
    return [scale * chance.paretovariate(5) for _ in range(days * DAY)]


def alerts(detector: CalibratedDetector[Any], these: Sequence[PriceEvent]) -> list[bool]:
    state, found = detector.initial(), []
    for event in these:
        state, score, evidence = detector.score(state, event)
        found.append(score is not None and score > 1)
        assert (evidence is not None) == found[-1]
    return found


@pytest.mark.parametrize("scale", [0.5, 1.0, 3.0])
@pytest.mark.parametrize("wanted", [1.0, 3.0])
def test_so_many_alerts_come_whatever_the_scale_of_the_scores(scale: float, wanted: float) -> None:
    found = alerts(CalibratedDetector(Volumes(), wanted, least=0), events(heavy_tailed(40, scale)))
    assert sum(found[10 * DAY :]) / 30 == pytest.approx(wanted, rel=0.35)


def test_the_warm_up_is_bounded() -> None:
    """Where scores are three times what was thought, the first two days have some tens of alerts, and no more."""
    found = alerts(CalibratedDetector(Volumes(), 1.0, least=0), events(heavy_tailed(12, 3.0)))
    assert sum(found[: 2 * DAY]) < 60
    assert sum(found[4 * DAY :]) < 8 * 3


def test_there_is_a_threshold_from_the_first_score_on() -> None:
    first, *_ = events([9.0])
    assert alerts(CalibratedDetector(Volumes(), 1.0, least=0), [first]) == [True]


def test_no_threshold_falls_below_what_the_detector_keeps_quiet() -> None:
    assert not any(alerts(CalibratedDetector(Volumes(), 1.0, least=2.0), events([0.5] * 5 * DAY + [1.9])))


def test_a_minute_counts_once_however_many_prices_it_has() -> None:
    scores = heavy_tailed(2, 1.0)
    detector = CalibratedDetector(Volumes(), 1.0, least=0)
    states = []
    for these in (
        events(scores),
        [
            event
            for at, score in enumerate(scores)
            for event in (
                price_event(volume=round(score * 500), seconds=60 * at),
                price_event(volume=round(score * 1000), seconds=60 * at + 30),
            )
        ],
    ):
        state = detector.initial()
        for event in these:
            state, _, _ = detector.score(state, event)
        states.append(state)
    assert states[0] == states[1]


def test_a_crash_does_not_silence_a_week() -> None:
    tail = Tail()
    assert tail.with_score(1000.0).threshold(1 / DAY) < 1.3 * tail.threshold(1 / DAY)


def test_more_alerts_want_a_lower_threshold() -> None:
    thresholds = [Tail().threshold(wanted / DAY) for wanted in (0.2, 1, 3, MOST_ALERTS)]
    assert thresholds == sorted(thresholds, reverse=True)
    assert thresholds[-1] == pytest.approx(Tail().level)


def test_the_threshold_that_is_carried_is_that_of_the_tail() -> None:
    state, detector = CalibratedDetector(Volumes(), 1.0, least=0).initial(), CalibratedDetector(Volumes(), 1.0, least=0)
    for event in events(heavy_tailed(3, 1.0)):
        state, _, _ = detector.score(state, event)
        tail = Tail(state.level, state.tail.excess, state.tail.passes)
        assert state.threshold == pytest.approx(tail.threshold(1 / DAY), rel=1e-9)


def test_a_new_number_of_alerts_holds_from_the_next_event_on() -> None:
    once, thrice = (CalibratedDetector(Volumes(), wanted, least=0) for wanted in (1.0, 3.0))
    state = once.initial()
    for event in events(heavy_tailed(3, 1.0)):
        state, _, _ = once.score(state, event)
    changed = thrice.read(once.write(state))
    assert changed.threshold == pytest.approx(Tail(state.level, *state.tail[1:]).threshold(3 / DAY))
    assert changed[:3] == state[:3]


def test_the_limits_are_those_that_held() -> None:
    detector = CalibratedDetector(Volumes(), 1.0, least=0)
    _, score, evidence = detector.score(detector.initial(), price_event(volume=9000))
    usual = Tail()
    assert evidence is not None
    assert evidence.limits.anomaly_above == pytest.approx(usual.threshold(1 / DAY))
    assert evidence.limits.high_above == pytest.approx(usual.threshold(0.1 / DAY))
    assert score == pytest.approx(9 / evidence.limits.anomaly_above)


@pytest.mark.parametrize("wanted", [0, -1, MOST_ALERTS + 0.1, float("nan")])
def test_what_cannot_be_calibrated_is_refused(wanted: float) -> None:
    with pytest.raises(ValueError, match="alerts a day"):
        CalibratedDetector(Volumes(), wanted, least=0)


MULTISCALE = CalibratedDetector(MultiscaleDetector(quiet_up_to=2.0), 1.0, least=2.0)


def test_a_market_that_only_wanders_alerts_about_as_often_as_was_said() -> None:
    found = alerts(MULTISCALE, walk(trading_days(20), seed=4))
    assert 5 <= sum(found[5 * DAY :]) <= 30


WALK = walk(trading_days(8), seed=4)


def with_night(factor: float) -> list[PriceEvent]:
    """The sixth day and those after at a multiple of their prices."""
    share = Decimal(str(factor))
    return [*WALK[: 5 * DAY], *(replace(e, price=(e.price * share).quantize(Decimal("0.01"))) for e in WALK[5 * DAY :])]


ODD = {
    "a split of seven for one": with_night(1 / 7),
    "a flat night": with_night(float(WALK[5 * DAY - 1].price / WALK[5 * DAY].price)),
    "gaps": [event for place, event in enumerate(WALK) if place * 7919 % 10 < 4],
    "a halt": [event for place, event in enumerate(WALK) if not 2100 <= place < 2130],
    "a half day": walk(trading_days(8, date(2026, 11, 20)), seed=4),
    "half a dollar": walk(trading_days(8), seed=4, start=0.5, basis_points=8),
}


@pytest.mark.parametrize("name", ODD)
def test_what_is_odd_about_a_market_is_no_reason_to_alert(name: str) -> None:
    """About one alert a day was asked for; none of them comes of what is odd."""
    found = alerts(MULTISCALE, ODD[name])
    assert sum(found) <= 2 * 8


def test_at_the_split_itself_there_is_no_alert() -> None:
    assert not any(alerts(MULTISCALE, with_night(1 / 7))[5 * DAY - 1 : 5 * DAY + 2])
    assert alerts(MULTISCALE, with_night(0.8))[5 * DAY]


def state_on_the_way() -> CalibratedState:
    state = MULTISCALE.initial()
    for event in walk(trading_days(1))[:100]:
        state, _, _ = MULTISCALE.score(state, event)
    return state


STATE = state_on_the_way()
TEXT = MULTISCALE.write(STATE)


def test_a_state_is_read_as_it_was_written_and_takes_a_kilobyte() -> None:
    assert MULTISCALE.read(TEXT) == STATE
    assert MULTISCALE.read(MULTISCALE.write(MULTISCALE.initial())) == MULTISCALE.initial()
    assert len(TEXT) < 1500


@pytest.mark.parametrize(
    "wrong",
    [
        {"version": 3},
        {"level": 0},
        {"share": "one"},
        {"share": None},
        {"tail": None},
        {"tail": [1]},
        {"tail": ["x", 1, 1]},
        {"tail": [0, 1, 1]},
        {"tail": [1, 1, 0]},
        {"inner": "{}"},
        {"inner": None},
        {"highest": -1},
        {"threshold": 0},
        {"threshold": None},
        {"minute": "then"},
    ],
)
def test_what_is_no_state_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # of several kinds, all of them about the text
        MULTISCALE.read(json.dumps({**json.loads(TEXT), **wrong}))
