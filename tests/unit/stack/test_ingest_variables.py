"""What Terraform makes of the symbols, the plan and the exchange's hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.doubles.schedules import stored
from tests.unit.features.cost.stacks import project_module

LONGEST_NAME = "f" * 20
LAMBDA_LIMIT_BYTES = 4096  # https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
FIVE_HUNDRED = [f"S{number:04}" for number in range(500)]  # with their commas 2,999 characters


def environment(function: str, **variables: object) -> dict[str, Any]:
    """The environment of a function; an ARN that only an apply knows is as long as one can be."""
    module = project_module(**variables)
    (found,) = (one for one in module.resources("aws_lambda_function") if one.key == function)
    section = found.section("environment")
    assert section is not None
    return {name: value if isinstance(value, str) else "u" * 80 for name, value in section.get("variables").items()}


@pytest.mark.parametrize("function", ["data_ingester", "api_handler"])
def test_500_symbols_fit_into_the_environment_with_the_longest_names(function: str) -> None:
    module = project_module()
    assert module.refusals("symbols", FIVE_HUNDRED) == []
    variables = environment(
        function,
        symbols=FIVE_HUNDRED,
        name=LONGEST_NAME,
        alpha_vantage_plan="custom",
        alpha_vantage_daily_requests=1_000_000,
        alpha_vantage_requests_per_minute=1_200,
    )
    assert variables["SYMBOLS"].count(",") == 499
    assert sum(len(name) + len(value) for name, value in variables.items()) < LAMBDA_LIMIT_BYTES


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("symbols", [f"S{number}" for number in range(501)], "1 to 500 symbols"),
        ("symbols", [f"SYMBOL{number:04}" for number in range(300)], "3,000 characters"),
        ("alpha_vantage_plan", "gold", "free, premium or custom"),
        ("alpha_vantage_daily_requests", 0, "whole number from 1"),
        ("alpha_vantage_requests_per_minute", Decimal("1.5"), "whole number from 1"),
    ],
)
def test_what_cannot_be_is_refused(variable: str, value: object, words: str) -> None:
    module = project_module(alpha_vantage_plan="custom")
    assert any(words in refusal for refusal in module.refusals(variable, value))


def test_a_plan_of_its_own_takes_no_numbers() -> None:
    module = project_module(alpha_vantage_plan="free")
    assert "custom" in module.refusals("alpha_vantage_daily_requests", 100)[0]
    assert "A free key has no REALTIME_BULK_QUOTES" in module.refusals("quote_function", "REALTIME_BULK_QUOTES")[0]


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"alpha_vantage_plan": "free"}, {"ALPHA_VANTAGE_DAILY_REQUESTS": "25"}),
        ({"alpha_vantage_plan": "premium"}, {"ALPHA_VANTAGE_REQUESTS_PER_MINUTE": "600"}),
        ({"alpha_vantage_plan": "custom"}, {}),
    ],
)
def test_the_functions_get_the_plan_s_numbers(variables: dict[str, object], expected: dict[str, str]) -> None:
    found = environment("data_ingester", **variables)
    assert {name: found[name] for name in found if "REQUESTS" in name} == expected
    bulk = variables["alpha_vantage_plan"] == "premium"
    assert found["QUOTE_FUNCTION"] == ("REALTIME_BULK_QUOTES" if bulk else "GLOBAL_QUOTE")


@pytest.mark.parametrize(
    ("plan", "hours", "seconds"),
    [("free", "nyse", 936), ("free", "always", 3456), ("premium", "nyse", 60), ("custom", "always", 60)],
)
def test_quotes_are_due_as_often_as_the_plan_has_requests(plan: str, hours: str, seconds: int) -> None:
    assert project_module(alpha_vantage_plan=plan, exchange_hours=hours).local("interval_seconds") == seconds


@pytest.mark.parametrize(
    ("variables", "expression", "zone"),
    [
        ({"exchange_hours": "nyse"}, "cron(* 9-15 ? * MON-FRI *)", "America/New_York"),
        ({"exchange_hours": "nyse", "schedule_minutes": 5}, "cron(0/5 9-15 ? * MON-FRI *)", "America/New_York"),
        ({"exchange_hours": "nyse", "schedule_minutes": 60}, "cron(0 9-15 ? * MON-FRI *)", "America/New_York"),
        ({"exchange_hours": "always"}, "cron(* * * * ? *)", "UTC"),
    ],
)
def test_the_schedule_rests_while_new_york_is_closed(variables: dict[str, object], expression: str, zone: str) -> None:
    (schedule,) = (it for it in project_module(**variables).resources("aws_scheduler_schedule") if it.name == "ingest")
    assert (schedule.get("schedule_expression"), schedule.get("schedule_expression_timezone")) == (expression, zone)


def test_the_stand_in_for_the_scheduler_goes_by_new_york_s_clocks_too() -> None:
    schedule = stored("cron(* 9-15 ? * MON-FRI *)", ScheduleExpressionTimezone="America/New_York")
    friday = datetime(2026, 11, 20, tzinfo=UTC)
    due = [moment for minute in range(72 * 60) if (moment := schedule.due(friday + timedelta(minutes=minute)))]
    assert (due[0], due[-1], len(due)) == (friday + timedelta(hours=14), friday + timedelta(hours=20, minutes=59), 420)
