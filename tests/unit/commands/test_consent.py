"""What a user sees before an apply, and how the answer counts."""

from __future__ import annotations

import sys
from decimal import Decimal
from typing import Any

import pytest
import typer

from finpulse_cli.commands.consent import Consent, lost_lines, plan_line, preview_json
from finpulse_cli.core.errors import StoppedError, UsageError
from finpulse_cli.stack.terraform.json_events import Planned
from tests.doubles.contexts import context
from tests.e2e.sandbox import PROJECT
from tests.unit.targets.aws.stubs import ACCOUNT, ME
from tests.unit.targets.aws.targets import StandIn

NEW = Planned("aws_kinesis_stream.quotes", "create")
GONE = Planned("aws_s3_bucket.lake", "delete")
RECREATED = Planned('aws_dynamodb_table.this["anomalies"]', "replace")
CHANGED = Planned("aws_sns_topic.alerts", "update")


def consent(*, yes: bool = False, **environ: str) -> Consent:
    stand_in: Any = StandIn()
    return Consent(context(folder=PROJECT, environ=environ), stand_in, stand_in, yes)


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """What the user will answer at a terminal; a question too many fails."""
    given: list[bool] = []

    def confirm(_question: str, *, err: bool) -> bool:
        assert err  # stdout is for data
        return given.pop(0)

    monkeypatch.setattr(typer, "confirm", confirm)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    return given


def test_a_plan_is_counted_in_the_order_of_its_danger() -> None:
    assert plan_line([NEW, GONE, NEW, RECREATED, CHANGED]) == "2 to create, 1 to change, 1 to replace, 1 to destroy"
    assert plan_line([]) == "no changes"


def test_what_is_destroyed_or_recreated_is_named() -> None:
    assert lost_lines([NEW, GONE, CHANGED, RECREATED]) == [
        "to destroy: aws_s3_bucket.lake",
        'to replace: aws_dynamodb_table.this["anomalies"]',
    ]
    many = [Planned(f"aws_lambda_function.this[{number}]", "delete") for number in range(14)]
    assert len(lost_lines(many)) == 13
    assert lost_lines(many)[-1] == "and 2 more"


def test_account_region_plan_and_cost_are_shown_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    consent().show([NEW, GONE])

    shown = capsys.readouterr()
    for text in (
        f"{ACCOUNT} ({ME.arn})",
        "eu-west-1",
        "s3://states/finpulse",
        "1 to create, 1 to destroy",
        "25 of 25 requests a day",
        "about USD",
    ):
        assert text in shown.err
    assert "to destroy: aws_s3_bucket.lake" in shown.err
    assert shown.out == ""


def test_the_cost_is_that_of_the_users_variables() -> None:
    assert consent(TF_VAR_shard_count="4").estimate().total > consent().estimate().total


def test_a_yes_goes_on(answers: list[bool]) -> None:
    answers.append(True)
    consent()([NEW])
    assert answers == []


def test_a_no_stops(answers: list[bool]) -> None:
    answers.append(False)
    with pytest.raises(StoppedError, match="nothing was changed"):
        consent()([NEW])


@pytest.mark.parametrize(("yes", "changes"), [(True, [NEW, GONE]), (False, [])])
def test_a_yes_given_before_and_a_plan_without_changes_need_no_answer(
    yes: bool, changes: list[Planned], answers: list[bool], capsys: pytest.CaptureFixture[str]
) -> None:
    consent(yes=yes)(changes)

    assert answers == []
    assert plan_line(changes) in capsys.readouterr().err


def test_without_a_terminal_a_yes_must_be_given_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)

    with pytest.raises(UsageError, match="no terminal") as refused:
        consent()([NEW])
    assert "finpulse up --aws --yes" in (refused.value.next_action or "")


def test_a_program_gets_the_same_with_replacements_counted_as_terraform_does() -> None:
    estimate = consent().estimate()

    assert preview_json(StandIn().scope(), [NEW, GONE, RECREATED, CHANGED], estimate) == {
        "account": ACCOUNT,
        "region": "eu-west-1",
        "changes": {"add": 2, "change": 1, "remove": 2},
        "resources": [
            {"address": 'aws_dynamodb_table.this["anomalies"]', "action": "replace"},
            {"address": "aws_kinesis_stream.quotes", "action": "create"},
            {"address": "aws_s3_bucket.lake", "action": "delete"},
            {"address": "aws_sns_topic.alerts", "action": "update"},
        ],
        "requests": {
            "a_day": 25,
            "daily_limit": 25,
            "at_every_wake_up": 1950,
            "symbols": 5,
            "minutes_between_quotes": Decimal("78.0"),
            "possible": True,
        },
        "monthly_usd": round(estimate.total, 2),
    }
