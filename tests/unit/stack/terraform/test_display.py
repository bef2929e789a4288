"""Progress on the screen: one line a resource without a terminal, live with one."""

from __future__ import annotations

import io

from rich.console import Console

from finpulse_cli.stack.terraform.display import showing
from finpulse_cli.stack.terraform.json_events import Finished, PlanReady, Refreshed, Started


def test_without_a_terminal_each_finished_resource_is_one_line() -> None:
    screen = Console(file=io.StringIO(), width=40)

    with showing(screen) as show:
        for event in (
            Refreshed("a"),
            PlanReady(1),
            Started("a", "create"),
            Finished('aws_dynamodb_table.this["live_prices"]', "create", 2),
        ):
            show(event)

    assert screen.file.getvalue() == (  # type: ignore[attr-defined]
        '  1 step to do\n  created aws_dynamodb_table.this["live_prices"] (2s)\n'
    )


def test_in_a_terminal_count_and_elapsed_time_of_what_is_at_work_are_shown() -> None:
    screen = Console(file=io.StringIO(), width=80, height=30, force_terminal=True, color_system=None)
    seconds = [0.0]

    with showing(screen, clock=lambda: seconds[0]) as show:
        show(PlanReady(12))
        show(Finished("first", "create", 1))
        for number in range(10):
            show(Started(f"resource{number}", "create"))
        seconds[0] = 7.0

    shown = screen.file.getvalue()  # type: ignore[attr-defined]
    assert "1/12" in shown
    assert "creating resource0 7s" in shown
    assert "and 2 more" in shown
    assert "created first (1s)" in shown
