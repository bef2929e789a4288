"""Schedules as the Scheduler answers them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from finpulse_cli.standins.scheduler.schedule import Schedule, parse_schedule

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
INGESTER = "arn:aws:lambda:us-east-1:000000000000:function:finpulse-data-ingester"
STORED: dict[str, Any] = {
    "Arn": "arn:aws:scheduler:us-east-1:000000000000:schedule/default/finpulse-ingest",
    "Name": "finpulse-ingest",
    "State": "ENABLED",
    "ScheduleExpression": "cron(* * * * ? *)",
    "ScheduleExpressionTimezone": "UTC",
    "CreationDate": NOON - timedelta(hours=2),
    "FlexibleTimeWindow": {"Mode": "OFF"},
    "Target": {
        "Arn": INGESTER,
        "RoleArn": "arn:aws:iam::000000000000:role/finpulse-scheduler",
        "Input": '{"scheduled_at": "<aws.scheduler.scheduled-time>"}',
        "RetryPolicy": {"MaximumEventAgeInSeconds": 60, "MaximumRetryAttempts": 3},
    },
}


def stored(expression: str = "cron(* * * * ? *)", **changed: object) -> Schedule:
    """A schedule with this expression, otherwise that of the stack."""
    return parse_schedule({**STORED, "ScheduleExpression": expression, **changed})  # type: ignore[typeddict-item]
