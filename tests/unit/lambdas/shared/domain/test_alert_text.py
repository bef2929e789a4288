from __future__ import annotations

from decimal import Decimal

import pytest

from lambdas.shared.domain.alert_text import alert_body, alert_subject
from lambdas.shared.domain.anomaly import Anomaly, Direction, Severity
from lambdas.shared.domain.zscore import score_price
from tests.factories import anomaly, price_event

SNS_SUBJECT_LIMIT = 100  # SNS takes fewer than that, printable ASCII, no line break


def extreme(price: str, window: str) -> Anomaly:
    """The longest texts there are: a symbol of 16 letters and a price as far from its window as can be."""
    prices = (Decimal(window),) * 30
    event = price_event(price, symbol="A" * 16, source="replay:" + "x" * 64)
    return Anomaly(event, Direction.SPIKE, Severity.MEDIUM, score_price(prices, event.price), prices, alert_due=True)


def test_the_subject_says_what_happened() -> None:
    assert alert_subject(anomaly()) == "HIGH SPIKE: AAPL +3.12% (z +312.50)"


@pytest.mark.parametrize(("price", "window"), [("1000000000", "0.0000000001"), ("0.0000000001", "1000000000")])
def test_the_longest_subject_is_one_line_that_sns_takes(price: str, window: str) -> None:
    subject = alert_subject(extreme(price, window))
    assert len(subject) < SNS_SUBJECT_LIMIT
    assert subject.isascii()
    assert subject.isprintable()


def test_the_body_has_what_a_person_on_call_needs() -> None:
    event_id = anomaly().event.event_id
    assert alert_body(anomaly()).splitlines() == [
        "AAPL traded at 412.5 at 2026-11-20T17:00:00.000Z.",
        "The 30 prices before averaged 400.0000 with a standard deviation of 0.0400: "
        "z = +312.50, +3.12% from the mean.",
        "Severity HIGH, direction SPIKE, source replay:test.",
        "",
        f"finpulse anomalies explain {event_id}",
    ]


def test_the_body_is_ascii() -> None:
    assert alert_body(extreme("1000000000", "0.0000000001")).isascii()
