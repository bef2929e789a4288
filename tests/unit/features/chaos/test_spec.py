"""What a user may write after --chaos."""

from __future__ import annotations

import pytest

from finpulse_cli.core.errors import UsageError
from finpulse_cli.features.chaos.spec import FORMS, parse_spec
from finpulse_cli.stack.fault_injection import Faults, Outage

FUNCTIONS = {"anomaly_detector": "finpulse-anomaly-detector"}


def test_all_faults_may_be_combined() -> None:
    spec = parse_spec(", ".join(FORMS.values()))
    assert (spec.duplicate, spec.reorder, spec.late, spec.poison, spec.burst) == (0.05, 20, 0.01, 0.01, True)
    assert spec.kill == 500
    assert spec.faults(7, FUNCTIONS) == Faults(
        seed=7,
        throttle={"dynamodb": 0.2},
        lost_answer={"dynamodb": 0.05},
        outage={"sns": Outage(seconds=30.0)},
        redeliver=0.1,
        crashes={"finpulse-anomaly-detector": 100},
    )


def test_a_fault_may_be_named_once_for_each_service() -> None:
    spec = parse_spec("throttle=dynamodb:20%,throttle=s3:2.5%,outage=s3:10")
    assert spec.throttle == {"dynamodb": 0.2, "s3": 0.025}
    assert spec.outage == {"s3": Outage(calls=10)}


def test_faults_of_the_put_alone_ask_nothing_of_a_target() -> None:
    assert parse_spec("duplicate=5%,reorder=20,late=1%,poison=1%,burst").faults(7, FUNCTIONS).is_empty
    assert not parse_spec("redeliver=1%").faults(7, FUNCTIONS).is_empty


@pytest.mark.parametrize(
    "part",
    [
        "", "duplicates=5%", "duplicate", "duplicate=5", "duplicate=0%", "duplicate=101%", "duplicate=-5%", "burst=1",
        "reorder=0", "reorder=20%", "reorder=x", "throttle=20%", "throttle=kinesis:20%", "throttle=dynamodb:51%",
        "lost-answer=dynamodb", "outage=sns", "outage=sns:0s", "outage=sns:61s", "outage=sns:31",
        "outage=sns:30m", "redeliver=100%",
        "crash=anomaly_detector", "crash=api_handler:after=5", "crash=aggregator:after=0", "kill=aggregator:after=5",
        "kill=emulator", "kill=emulator:after=0",
    ],
)  # fmt: skip
def test_a_part_that_is_not_understood_is_named_with_what_is_known(part: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_spec(f"late=2%,{part}")
    assert repr(part) in refused.value.message
    assert all(form in (refused.value.next_action or "") for form in FORMS.values())


def test_a_fault_that_is_named_twice_is_refused() -> None:
    with pytest.raises(UsageError, match="late twice"):
        parse_spec("late=1%,late=2%")
