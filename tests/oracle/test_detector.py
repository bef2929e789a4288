"""The oracle's detector against cases worked out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.oracle.detector import verdicts
from tests.oracle.events import event

if TYPE_CHECKING:
    from tests.oracle.plain import PlainEvent

FLAT = [event(f"flat-{second:02}", f"00:{second:02}", "100") for second in range(30)]
MEDIUM, HIGH = "100.03", "200"


def _outcomes(*events: PlainEvent) -> list[str]:
    return [verdict.outcome for verdict in verdicts([*FLAT, *events])[len(FLAT) :]]


def _alerts(*events: PlainEvent, cooldown_minutes: int = 15) -> list[bool]:
    return [verdict.alerted for verdict in verdicts([*FLAT, *events], cooldown_minutes)[len(FLAT) :]]


def test_the_first_thirty_prices_are_only_learnt() -> None:
    assert {verdict.outcome for verdict in verdicts(FLAT)} == {"learning"}


def test_a_repeated_id_is_skipped_and_does_not_join_the_window() -> None:
    jump = event("jump", "01:00", HIGH)
    assert _outcomes(jump, jump, event("back", "02:00", "100")) == ["anomaly", "repeated", "normal"]
    once, twice = (
        verdicts([*FLAT, jump, event("x", "03:00", "1")]),
        verdicts([*FLAT, jump, jump, event("x", "03:00", "1")]),
    )
    assert once[-1] == twice[-1]


def test_an_older_event_is_late_and_does_not_join_the_window() -> None:
    late = event("late", "00:10", HIGH)
    assert _outcomes(late, event("next", "01:00", MEDIUM)) == ["late", "anomaly"]


def test_another_event_of_the_newest_instant_is_scored() -> None:
    assert _outcomes(event("a", "01:00", "100"), event("b", "01:00", HIGH)) == ["normal", "anomaly"]


def test_an_anomaly_carries_the_window_it_was_judged_by() -> None:
    (verdict,) = verdicts([*FLAT, event("jump", "01:00", HIGH)])[30:]
    assert verdict.window == tuple(flat["price"] for flat in FLAT)


def test_feeds_and_symbols_have_windows_of_their_own() -> None:
    jump = event("jump", "01:00", HIGH)
    assert _outcomes(jump | {"feed": "test.2"}, jump | {"event_id": "2", "symbol": "MSFT"}) == ["learning"] * 2


def test_an_alert_silences_its_direction_for_the_cooldown() -> None:
    drops = [event("a", "01:00", "99"), event("b", "15:59", "90"), event("c", "16:00", "10")]
    assert _alerts(*drops) == [True, False, True]
    assert _alerts(*drops, cooldown_minutes=14) == [True, True, False]


def test_the_other_direction_alerts() -> None:
    assert _alerts(event("a", "01:00", "99"), event("b", "01:01", "150")) == [True, True]


def test_a_rise_in_severity_alerts_and_counts_from_then() -> None:
    events = [
        event("a", "01:00", MEDIUM),
        event("b", "02:00", HIGH),
        event("c", "16:30", "900"),
        event("d", "17:00", "9000"),
    ]
    assert _alerts(*events) == [True, True, False, True]
