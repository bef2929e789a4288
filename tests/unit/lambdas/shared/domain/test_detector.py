from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from lambdas.shared.domain.anomaly import Direction, LastAlert, Severity
from lambdas.shared.domain.detector import Detection, SeriesState, Skipped, detect, group_by_series
from tests.factories import NOON, ZSCORE, price_event, price_run, window_of

if TYPE_CHECKING:
    from lambdas.shared.domain.event import PriceEvent

FLAT = price_run(["100"] * 30)
AFTER = 30 * 60  # seconds from NOON to the first event after FLAT


def run(events: list[PriceEvent], state: SeriesState | None = None) -> Detection:
    return detect(state or SeriesState(), events, ZSCORE)


WARM = run(FLAT).state


def test_a_series_is_one_symbol_of_one_feed() -> None:
    live, replayed, again = (price_event(feed=feed) for feed in ("live", "calm.1", "calm.2"))
    assert group_by_series([live, replayed, again, live]) == {
        "AAPL": [live, live],
        "AAPL@calm.1": [replayed],
        "AAPL@calm.2": [again],
    }


def test_the_first_thirty_prices_are_never_anomalies() -> None:
    wild = price_run([1, 1000] * 15)
    assert run(wild).anomalies == ()
    assert run(wild).state.scored == 30


def test_a_flat_series_followed_by_a_jump_is_an_anomaly() -> None:
    jump = price_event("101", seconds=AFTER)
    (found,) = run([jump], WARM).anomalies
    assert (found.event, found.direction, found.severity) == (jump, Direction.SPIKE, Severity.HIGH)
    assert found.score.z == 100.0
    assert found.window == tuple(event.price for event in FLAT)
    assert found.alert_due


@pytest.mark.parametrize(
    ("price", "verdicts"),
    [
        ("100", []),
        ("100.025", []),
        ("99.975", []),
        ("100.0251", [(Direction.SPIKE, Severity.MEDIUM)]),
        ("99.965", [(Direction.DROP, Severity.MEDIUM)]),
        ("99.9649", [(Direction.DROP, Severity.HIGH)]),
    ],
)
def test_limits_are_exclusive(price: str, verdicts: list[tuple[Direction, Severity]]) -> None:
    found = run([price_event(price, seconds=AFTER)], WARM).anomalies
    assert [(anomaly.direction, anomaly.severity) for anomaly in found] == verdicts


def test_an_anomaly_joins_the_window_and_the_oldest_price_leaves_it() -> None:
    state = run([price_event("200", seconds=AFTER)], WARM).state
    assert len(window_of(state)) == 30
    assert window_of(state)[-1] == 200
    assert run([price_event("100", seconds=AFTER + 60)], state).anomalies == ()


def test_a_repeated_event_is_not_scored_again() -> None:
    jump = price_event("101", seconds=AFTER)
    detection = run([jump, jump], WARM)
    assert len(detection.anomalies) == 1
    assert detection.skipped == (Skipped.REPEATED,)
    again = run([jump], detection.state)
    assert again == Detection(detection.state, (), (Skipped.REPEATED,))


def test_an_event_older_than_the_newest_is_late_and_leaves_no_trace() -> None:
    late = price_event("900", seconds=AFTER - 61)
    assert run([late], WARM) == Detection(WARM, (), (Skipped.LATE,))


def test_two_quotes_of_one_moment_are_both_scored_once() -> None:
    twins = [price_event("101", seconds=AFTER), price_event("102", seconds=AFTER)]
    detection = run([*twins, *twins], WARM)
    assert [anomaly.event for anomaly in detection.anomalies] == twins
    assert detection.skipped == (Skipped.REPEATED, Skipped.REPEATED)
    assert detection.state.newest_ids == {event.event_id for event in twins}


def test_the_next_moment_forgets_the_ids_of_the_one_before() -> None:
    next_event = price_event("100", seconds=AFTER)
    state = run([next_event], WARM).state
    assert state.newest_ids == {next_event.event_id}
    assert state.newest_at == next_event.timestamp


def test_batches_may_be_cut_anywhere() -> None:
    events = [*FLAT, *(price_event(price, seconds=AFTER + place) for place, price in enumerate(("101", "100", "90")))]
    whole = run(events)
    for cut in range(len(events) + 1):
        first = run(events[:cut])
        second = run(events[cut:], first.state)
        assert second.state == whole.state
        assert first.anomalies + second.anomalies == whole.anomalies


def drops(*prices_and_minutes: tuple[str, float]) -> list[tuple[Severity, bool]]:
    """Severity and whether an alert is due, for prices some minutes after a flat series at 100."""
    events = [price_event(price, seconds=AFTER + 60 * minutes) for price, minutes in prices_and_minutes]
    return [(anomaly.severity, anomaly.alert_due) for anomaly in run(events, WARM).anomalies]


def test_cooldown_counts_from_the_last_alert_in_event_time() -> None:
    assert drops(("99", 0), ("90", 14.9), ("60", 15)) == [
        (Severity.HIGH, True),
        (Severity.HIGH, False),
        (Severity.HIGH, True),
    ]


def test_a_silenced_anomaly_does_not_prolong_the_cooldown() -> None:
    state = run([price_event("99", seconds=AFTER), price_event("90", seconds=AFTER + 600)], WARM).state
    assert state.memories["zscore"].last_alerts == {
        Direction.DROP: LastAlert(NOON + timedelta(seconds=AFTER), Severity.HIGH)
    }


def test_a_rise_in_severity_alerts_within_the_cooldown() -> None:
    assert drops(("99.97", 0), ("99.5", 1), ("90", 2)) == [
        (Severity.MEDIUM, True),
        (Severity.HIGH, True),
        (Severity.HIGH, False),
    ]


def test_directions_cool_down_apart() -> None:
    events = [price_event("99", seconds=AFTER), price_event("130", seconds=AFTER + 60)]
    assert [(anomaly.direction, anomaly.alert_due) for anomaly in run(events, WARM).anomalies] == [
        (Direction.DROP, True),
        (Direction.SPIKE, True),
    ]
