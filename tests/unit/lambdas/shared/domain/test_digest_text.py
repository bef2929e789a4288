from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from lambdas.shared.domain.digest_text import digest_body, digest_subject
from tests.doubles.api_services import ANOMALY

SPIKE = replace(ANOMALY, symbol="AAPL", direction="SPIKE", severity="MEDIUM", z_score=Decimal("3.1"))
DROP = replace(ANOMALY, symbol="AAPL", direction="DROP", z_score=Decimal("-2.6"))


def test_the_subject_counts_and_names_what_held() -> None:
    assert digest_subject("quiet_hours", 1) == "FinPulse: 1 alert held by quiet hours"
    assert digest_subject("silence:k3f9q2", 12) == "FinPulse: 12 alerts held by silence k3f9q2"


def test_the_body_counts_by_symbol_and_direction_and_names_the_largest() -> None:
    assert digest_body("quiet_hours", [SPIKE, ANOMALY, DROP, SPIKE]).splitlines() == [
        "The alerts of these anomalies were held by quiet hours, which is over:",
        "",
        "AAPL: 2 SPIKE, 1 DROP",
        "TSLA: 1 DROP",
        "",
        "The largest: HIGH DROP of TSLA at 210.50, z = -245.87, 2026-11-20T14:31:00.000Z.",
        "",
        f"finpulse anomalies explain {ANOMALY.event_id}",
        "finpulse alerts list",
    ]


def test_only_the_symbols_with_the_most_alerts_are_named() -> None:
    many = [replace(SPIKE, symbol=f"S{number:03}") for number in range(60)]
    lines = digest_body("quiet_hours", [*many, many[-1]]).splitlines()
    assert lines[2] == "S059: 2 SPIKE"
    assert lines[51:53] == ["S048: 1 SPIKE", "and 10 more symbols"]
