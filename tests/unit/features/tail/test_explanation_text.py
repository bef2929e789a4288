from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from finpulse_cli.features.tail.explanation import explain
from finpulse_cli.features.tail.explanation_text import explanation_text
from tests.factories import NOON
from tests.unit.features.tail.stored import stored


def test_the_page_draws_the_window_and_states_every_fact() -> None:
    quiet, loud = stored(minute=5, alerted=False), stored(minute=3)
    page = explanation_text(explain(quiet, [loud]), 60, 9, NOON + timedelta(minutes=15)).plain
    title, _, *rest = page.splitlines()
    assert title == "AAPL  ▲ SPIKE  !! HIGH  2026-11-20T17:05:00.000Z"
    assert "◆" in rest[0]
    assert rest[0].startswith(" price       412.50 ┤")
    assert rest[9:] == [
        "",
        "price     412.50  +3.10% from the mean",
        "mean      400.10  of the 30 prices before",
        "stdev     0.083045  (s)",
        "z         +149.3158  beyond 2.5 s is an anomaly, beyond 3.5 s it is HIGH",
        "check     ✓ computed again from the window: z = +149.3158, it agrees",
        "alert     not e-mailed: cooled down after the HIGH SPIKE 2m before",
        f"after     {loud.event_id}",
        "feed      test.1, detector zscore, 10m ago",
        f"event id  {quiet.event_id}",
    ]


def test_the_page_says_so_when_the_check_fails() -> None:
    wrong = replace(stored(), z_score=Decimal(3))
    page = explanation_text(explain(wrong, []), 60, 9, NOON).plain
    assert "✗ computed again from the window: z = +149.3158, it does NOT agree" in page
    assert "alert     e-mailed" in page


def test_a_held_alert_says_what_holds_it_and_until_when() -> None:
    for held_by, text in (("silence:k3f9q2", "silence k3f9q2"), ("quiet_hours", "quiet hours")):
        held = replace(stored(alerted=False), held_by=held_by, held_until="2026-11-20T19:00:00.000Z")
        page = explanation_text(explain(held, [stored(minute=-1)]), 60, 9, NOON).plain
        assert f"alert     held by {text} until 2026-11-20T19:00:00.000Z\n" in page


def test_an_alert_says_where_it_went_and_who_knows_of_it() -> None:
    known = replace(stored(), delivered_to=("ops",), acknowledged_at="2026-11-20T17:30:00.000Z", acknowledged_by="Ada")
    page = explanation_text(explain(known, []), 60, 9, NOON).plain
    assert "alert     e-mailed, ops\n" in page
    assert "known to  Ada since 2026-11-20T17:30:00.000Z\n" in page
