from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from lambdas.shared.domain.alert_text import alert_body, alert_subject
from lambdas.shared.domain.anomaly import Anomaly, Direction, Severity
from lambdas.shared.domain.detectors.scoring import Limits, Scale
from lambdas.shared.domain.zscore import Score, score_price
from tests.factories import anomaly, price_event

SNS_SUBJECT_LIMIT = 100  # SNS takes fewer than that, printable ASCII, no line break


def extreme(price: str, window: str) -> Anomaly:
    """The longest texts there are: a symbol of 16 letters and a price as far from its window as can be."""
    prices = (Decimal(window),) * 30
    event = price_event(price, symbol="A" * 16, feed="x" * 64 + "." + "r" * 32)
    return Anomaly(event, Direction.SPIKE, Severity.MEDIUM, score_price(prices, event.price), prices, alert_due=True)


def test_the_subject_says_what_happened() -> None:
    assert alert_subject(anomaly(price_event("412.5", feed="live"))) == "HIGH SPIKE: AAPL +3.12% (z +312.50)"


def test_a_replays_subject_says_so() -> None:
    found = anomaly(price_event("412.5", feed="flash.crash.k3f9q2"))
    assert alert_subject(found) == "Replay of flash.crash: HIGH SPIKE: AAPL +3.12% (z +312.50)"


def test_a_long_name_is_cut_before_what_happened_is() -> None:
    found = anomaly(price_event("412.5", feed="x" * 64 + ".k3f9q2"))
    name = "x" * (99 - len("Replay of ...: HIGH SPIKE: AAPL +3.12% (z +312.50)"))
    assert alert_subject(found) == f"Replay of {name}...: HIGH SPIKE: AAPL +3.12% (z +312.50)"


def test_a_name_that_just_fits_is_not_cut() -> None:
    room = 99 - len("Replay of : HIGH SPIKE: AAPL +3.12% (z +312.50)")
    for length, expected in ((room, "x" * room), (room + 1, "x" * (room - 3) + "...")):
        found = anomaly(price_event("412.5", feed="x" * length + ".k3f9q2"))
        assert alert_subject(found) == f"Replay of {expected}: HIGH SPIKE: AAPL +3.12% (z +312.50)"


@pytest.mark.parametrize(("price", "window"), [("1000000000", "0.0000000001"), ("0.0000000001", "1000000000")])
def test_the_longest_subject_is_one_line_that_sns_takes(price: str, window: str) -> None:
    subject = alert_subject(extreme(price, window))
    assert len(subject) < SNS_SUBJECT_LIMIT
    assert subject.isascii()
    assert subject.isprintable()


def test_the_body_has_what_a_person_on_call_needs() -> None:
    found = anomaly(price_event("412.5", feed="live"))
    assert alert_body(found).splitlines() == [
        "AAPL traded at 412.50 at 2026-11-20T17:00:00.000Z.",
        "The 30 prices before averaged 400.00 with a standard deviation of 0.04: z = +312.50, +3.12% from the mean.",
        "Severity HIGH, direction SPIKE, source alpha_vantage, detector zscore.",
        "",
        f"finpulse anomalies explain {found.event.event_id}",
    ]


def test_the_body_of_a_move_says_from_where_how_fast_and_what_is_usual() -> None:
    found = Anomaly(
        price_event("412.5", feed="live"),
        Direction.DROP,
        Severity.MEDIUM,
        Score(mean=415.0, stdev=0.5, z=-5.0, deviation_percent=-0.6024),
        (Decimal(416), Decimal(415)),
        alert_due=True,
        detector="calibrated",
        limits=Limits(3.217, 5.1),
        scale=Scale.FIVE_MINUTES,
    )
    assert alert_body(found).splitlines()[1:3] == [
        "It moved -0.60% within 5 minutes, from 415.00; 0.50 is usual: z = -5.00, beyond 3.22.",
        "Severity MEDIUM, direction DROP, source alpha_vantage, detector calibrated.",
    ]
    assert alert_subject(found) == "MEDIUM DROP: AAPL -0.60% (calibrated -5.00)"
    night = alert_body(replace(found, scale=Scale.OVERNIGHT)).splitlines()[1]
    assert night.startswith("It moved -0.60% while the market was closed, from 415.00;")


def test_a_replays_body_says_that_it_is_not_the_market() -> None:
    first = alert_body(anomaly(price_event("412.5", feed="calm.k3f9q2"))).splitlines()[0]
    assert first.endswith("2026-11-20T17:00:00.000Z in run k3f9q2 of a replay of calm, not in the market.")


def test_small_prices_keep_the_digits_that_they_need() -> None:
    window = (Decimal("0.000012"),) * 30
    event = price_event("0.00001234", feed="live")
    found = Anomaly(event, Direction.SPIKE, Severity.HIGH, score_price(window, event.price), window, alert_due=True)
    text = alert_body(found)
    assert "AAPL traded at 0.00001234 at" in text
    assert "averaged 0.000012 with a standard deviation of 0.0000000012:" in text


def test_the_body_is_ascii() -> None:
    assert alert_body(extreme("1000000000", "0.0000000001")).isascii()
