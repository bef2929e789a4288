"""Detectors side by side: each finds what it finds alone, and they share nothing but which events they see."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from lambdas.shared.domain.detector import Detection, SeriesState, detect
from lambdas.shared.domain.detectors.names import NAMES
from lambdas.shared.domain.detectors.roster_text import roster_of
from tests.factories import price_event, price_run

CALM = price_run([f"100.0{place % 3}" for place in range(45)])
AFTER = 60 * len(CALM)
CRASH = price_event("97", seconds=AFTER)


def judged(*names: str, events: Any = (*CALM, CRASH), settings: Any = None) -> Detection:
    text = json.dumps({"detectors": names, "settings": settings or {}})
    return detect(SeriesState(), events, roster_of(text, timedelta(minutes=15)).usual)


def test_each_finds_what_it_finds_alone() -> None:
    together = judged(*NAMES)
    for name in NAMES:
        alone = judged(name)
        assert alone.anomalies == tuple(found for found in together.anomalies if found.detector == name)
        assert alone.state.memories[name] == together.state.memories[name]
        assert alone.skipped == together.skipped


def test_an_event_that_all_find_unusual_is_there_for_each_and_zscores_id_is_as_it_was() -> None:
    found = [one for one in judged(*NAMES).anomalies if one.event == CRASH]
    at = "2026-11-20T17:45:00.000Z"
    assert [one.anomaly_id for one in found] == [
        f"{at}#{CRASH.event_id}",
        f"{at}#{CRASH.event_id}#multiscale",
        f"{at}#{CRASH.event_id}#calibrated",
    ]
    assert len({one.key for one in found}) == 3
    assert all(one.alert_due for one in found)


def test_they_are_in_the_order_of_the_events_and_then_of_the_roster() -> None:
    events = [*CALM, CRASH, price_event("90", seconds=AFTER + 1200)]
    found = judged("calibrated", "zscore", events=events).anomalies
    last = [(int(one.event.price), one.detector) for one in found][-4:]
    assert last == [(97, "calibrated"), (97, "zscore"), (90, "calibrated"), (90, "zscore")]


def test_each_cools_down_by_itself() -> None:
    again = price_event("90", seconds=AFTER + 600)
    settings = {"calibrated": {"cooldown_minutes": 5}}
    found = judged("zscore", "calibrated", events=[*CALM, CRASH, again], settings=settings).anomalies
    assert [(one.detector, one.alert_due) for one in found if one.event == again] == [
        ("zscore", False),
        ("calibrated", True),
    ]


def test_who_is_off_duty_is_forgotten_and_begins_anew() -> None:
    roster = roster_of('{"detectors":["zscore"]}', timedelta())
    alone = detect(judged(*NAMES).state, [price_event("100", seconds=AFTER + 60)], roster.usual)
    assert list(alone.state.memories) == ["zscore"]
    assert alone.begun_anew == ()


def test_a_batch_without_news_leaves_even_an_unreadable_memory_alone() -> None:
    state = replace(judged("zscore").state, memories={})
    duties = roster_of('{"detectors":["zscore"]}', timedelta()).usual
    assert detect(state, [CRASH], duties).state is state


@pytest.mark.parametrize("name", NAMES)
def test_a_verdict_follows_from_z_and_the_limits_that_are_kept_with_it(name: str) -> None:
    (found,) = [one for one in judged(name).anomalies if one.event == CRASH]
    assert -found.score.z > found.limits.high_above >= found.limits.anomaly_above
    assert (found.scale is None) == (name == "zscore")
