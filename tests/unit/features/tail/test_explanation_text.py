from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from finpulse_cli.features.tail.explanation import explain
from finpulse_cli.features.tail.explanation_text import explanation_text
from lambdas.shared.domain.detectors.scoring import Scale
from tests.factories import NOON
from tests.unit.features.tail.stored import stored, stored_move


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


def test_of_a_move_the_page_says_from_where_how_fast_and_what_is_usual() -> None:
    move = stored_move(Scale.FIVE_MINUTES, factor="1.009")
    page = explanation_text(explain(move, []), 70, 9, NOON).plain.splitlines()
    lines = {line[:10].strip(): line[10:] for line in page[12:]}
    assert lines["price"].endswith("% within 5 minutes")
    assert lines["from"] == f"{move.mean_price:.2f}  the price that the move began at"
    assert lines["usual"].endswith("(s): how far it usually moves within 5 minutes, at this hour")
    assert f"beyond {move.threshold:.2f} s is an anomaly, beyond {move.high_threshold:.2f} s it is HIGH" in lines["z"]
    assert lines["check"].startswith("✓ computed again from the prices: a move of +0.")
    assert lines["feed"].startswith("live, detector calibrated, ") or "detector calibrated" in lines["feed"]
    chart = "\n".join(page[2:11])
    assert f"+{move.threshold:.1f} s" in chart
    assert "from" in chart


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
