"""Terraform's JSON lines as events. The lines are as Terraform 1.11 prints them, shortened."""

from __future__ import annotations

import json

import pytest

from finpulse_cli.stack.terraform.json_events import (
    Applied,
    Diagnostic,
    Event,
    Failed,
    Finished,
    Outputs,
    Planned,
    PlanReady,
    Refreshed,
    Started,
    parse,
)


def hook(kind: str, action: str = "create", **fields: object) -> str:
    """A line about the stream."""
    return json.dumps(
        {"type": kind, "hook": {"resource": {"addr": "aws_kinesis_stream.q"}, "action": action, **fields}}
    )


@pytest.mark.parametrize(
    ("line", "event"),
    [
        (hook("apply_start"), Started("aws_kinesis_stream.q", "create")),
        (hook("apply_complete", "update", elapsed_seconds=21), Finished("aws_kinesis_stream.q", "update", 21)),
        (hook("apply_errored", "delete", elapsed_seconds=1), Failed("aws_kinesis_stream.q")),
        (hook("refresh_complete"), Refreshed("aws_kinesis_stream.q")),
        (hook("apply_start", "read"), None),
        (hook("apply_progress", elapsed_seconds=10), None),
    ],
)
def test_lines_about_a_resource(line: str, event: Event | None) -> None:
    assert parse(line) == event


@pytest.mark.parametrize("action", ["create", "update", "delete", "replace"])
def test_a_plan_names_each_change(action: str) -> None:
    change = {"resource": {"addr": "aws_kinesis_stream.q"}, "action": action}

    assert parse(json.dumps({"type": "planned_change", "change": change})) == Planned("aws_kinesis_stream.q", action)


@pytest.mark.parametrize("action", ["read", "noop", "move", "forget"])
def test_what_changes_nothing_is_no_change(action: str) -> None:
    change = {"resource": {"addr": "data.aws_region.r"}, "action": action}

    assert parse(json.dumps({"type": "planned_change", "change": change})) is None


@pytest.mark.parametrize(
    ("operation", "event"), [("plan", PlanReady(8)), ("apply", Applied(8)), ("destroy", Applied(8)), ("other", None)]
)
def test_the_plan_counts_every_step_and_apply_and_destroy_tell_them_again(operation: str, event: Event | None) -> None:
    counts = {"add": 5, "change": 2, "import": 0, "remove": 1, "operation": operation}

    assert parse(json.dumps({"type": "change_summary", "changes": counts})) == event


def test_outputs_count_once_they_have_values() -> None:
    planned = {"stream_name": {"sensitive": False, "action": "create"}}
    applied = {"stream_name": {"sensitive": False, "type": "string", "value": "finpulse-quotes"}}

    assert parse(json.dumps({"type": "outputs", "outputs": planned})) is None
    assert parse(json.dumps({"type": "outputs", "outputs": applied})) == Outputs({"stream_name": "finpulse-quotes"})


def test_a_diagnostic_keeps_where_and_why() -> None:
    fields = {"severity": "error", "summary": "creating queue", "detail": "refused ", "address": "aws_sqs_queue.inbox"}

    assert parse(json.dumps({"type": "diagnostic", "diagnostic": fields})) == Diagnostic(
        "error", "creating queue", "refused", "aws_sqs_queue.inbox"
    )


@pytest.mark.parametrize("line", ["", "Traceback (most recent call last):", "[]", "3", '{"type": "version"}', "{}"])
def test_everything_else_is_no_event(line: str) -> None:
    assert parse(line) is None
