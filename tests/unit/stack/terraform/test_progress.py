"""How far an apply is, event by event."""

from __future__ import annotations

from finpulse_cli.stack.terraform.json_events import (
    Applied,
    Diagnostic,
    Event,
    Failed,
    Finished,
    PlanReady,
    Refreshed,
    Started,
)
from finpulse_cli.stack.terraform.progress import Active, Progress, line_for


def after(*events: Event) -> Progress:
    """The progress once `events` came, one a second from 0 on."""
    progress = Progress()
    for second, event in enumerate(events):
        progress = progress.after(event, float(second))
    return progress


def test_before_the_plan_nothing_is_known_but_what_was_compared() -> None:
    assert after(Refreshed("a"), Refreshed("b")) == Progress(total=None, refreshed=2)


def test_what_was_started_is_active_since_then() -> None:
    progress = after(PlanReady(2), Started("a", "create"), Started("b", "delete"))

    assert progress.total == 2
    assert progress.active == {"a": Active("a", "creating", 1.0), "b": Active("b", "deleting", 2.0)}


def test_what_finished_is_done_and_what_failed_is_not() -> None:
    progress = after(
        PlanReady(2), Started("a", "create"), Started("b", "create"), Finished("a", "create", 1), Failed("b")
    )

    assert (progress.done, progress.active) == (1, {})


def test_lines_that_stay() -> None:
    assert line_for(PlanReady(1)) == "1 step to do"
    assert line_for(PlanReady(78)) == "78 steps to do"
    assert line_for(Finished("aws_sqs_queue.inbox", "create", 25)) == "created aws_sqs_queue.inbox (25s)"
    assert line_for(Failed("a")) == "failed a"
    assert line_for(Applied(0)) == "nothing to change"


def test_events_that_leave_no_line() -> None:
    # A plan that failed is reported with no steps as well; only an apply can say that there was nothing to change.
    for event in (PlanReady(0), Applied(3), Started("a", "create"), Refreshed("a"), Diagnostic("error", "s", "d", "a")):
        assert line_for(event) is None
