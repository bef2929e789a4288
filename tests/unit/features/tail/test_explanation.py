from __future__ import annotations

from dataclasses import replace

from finpulse_cli.features.tail.explanation import explain
from tests.unit.features.tail.stored import stored


def test_an_alerted_anomaly_was_emailed() -> None:
    assert explain(stored(), [stored(minute=-1)]).fate == "emailed"


def test_a_cooled_down_alert_names_the_latest_one_that_went_out() -> None:
    quiet = stored(minute=5, alerted=False)
    before = [stored(minute=4, alerted=False), stored(minute=3), stored(minute=1)]
    explained = explain(quiet, [quiet, *before])
    assert explained.fate == "cooled_down"
    assert explained.silenced_by == before[1]


def test_neither_the_other_direction_nor_another_series_nor_another_detector_silences() -> None:
    drop = replace(stored(minute=4), direction="DROP")
    live = stored(minute=4, feed="live")
    other = replace(stored(minute=4), detector="calibrated")
    assert explain(stored(minute=5, alerted=False), [drop, live, other]).fate == "not_emailed"


def test_values_hold_the_anomaly_the_check_and_the_fate() -> None:
    quiet, loud = stored(minute=5, alerted=False), stored(minute=3)
    values = explain(quiet, [loud]).values()
    assert values["event_id"] == quiet.event_id
    assert values["alert"] == "cooled_down"
    assert values["silenced_by"] == loud.event_id
    assert values["recomputed"]["agrees"] is True
    assert len(values["window"]) == 30


def test_a_held_alert_is_held_and_cools_down_what_comes_after() -> None:
    held = replace(stored(minute=3, alerted=False), held_by="quiet_hours", held_until="2026-11-21T06:00:00.000Z")
    assert explain(held, [stored(minute=1)]).fate == "held"
    assert explain(stored(minute=5, alerted=False), [held]).silenced_by == held
