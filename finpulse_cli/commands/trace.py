"""`finpulse trace`: one event through the whole pipeline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.text import Text

from finpulse_cli.commands.opening import open_source
from finpulse_cli.commands.options import AwsOption, JsonOption, TargetOption
from finpulse_cli.core import console
from finpulse_cli.core.errors import UsageError, act
from finpulse_cli.features.query.ask_lake import AskedLake, ask_lake
from finpulse_cli.features.query.values import value_of
from finpulse_cli.features.tail.base import Source
from finpulse_cli.features.tail.cells import printable
from finpulse_cli.features.trace.find_event import AskLake, FoundEvent, event_values, find_event
from finpulse_cli.features.trace.trace_steps import State, Step, stopped_at, trace_steps
from lambdas.shared.domain.event import EVENT_ID_PATTERN

_MARKS = {
    State.DONE: ("ok", "green"),
    State.NOTHING_TO_DO: ("-", "dim"),
    State.WAITING: ("waiting", "yellow"),
    State.STOPPED: ("STOPPED", "bold red"),
    State.GONE: ("gone", "dim"),
}
EventIdArgument = Annotated[
    str, typer.Argument(metavar="EVENT_ID", help="32 digits, as every list of events shows.", show_default=False)
]


def trace(
    ctx: typer.Context,
    event_id: EventIdArgument,
    as_json: JsonOption = False,
    target: TargetOption = None,
    aws: AwsOption = False,
) -> None:
    """Follow one event through stream, tables, alert and lake, to the step where it stopped.

    It is looked for among the anomalies, then on the stream, and only then with a query over the lake, which costs on
    AWS. No table is scanned.

    Example: finpulse trace $(finpulse tail anomalies --limit 1 --json | grep -oE '[0-9a-f]{32}' | head -1)
    """
    name = event_id.strip().lower()
    if not EVENT_ID_PATTERN.fullmatch(name):
        raise UsageError(
            f"{event_id!r} is no event id: it has 32 digits, 0-9 and a-f", act("copy one from `{}`", "anomalies")
        )
    source = open_source(ctx, target, aws=aws)
    with console.stderr().status("following the event") as spinner:
        found = find_event(name, source, _lake_of(source, spinner.stop))
        steps = list(trace_steps(found, source))
    if as_json:
        console.print_json(_values(found, steps))
    else:
        _show(found, steps)


def _lake_of(source: Source, before: Callable[[], None]) -> AskLake:
    """Return a way to ask the lake, which shows its own progress; `before` ends what was shown until then."""

    def ask(sql: str) -> list[dict[str, Any]]:
        before()
        rows = ask_lake(sql, AskedLake(source.clients, source.outputs, source.home), 1).rows
        pairs = [zip(rows.columns, row, strict=True) for row in rows.rows]
        return [{column.name: value_of(column, text) for column, text in row} for row in pairs]

    return ask


def _values(found: FoundEvent, steps: list[Step]) -> dict[str, Any]:
    return {**event_values(found), "stopped_at": stopped_at(steps), "steps": [asdict(step) for step in steps]}


def _show(found: FoundEvent, steps: list[Step]) -> None:
    values = event_values(found)
    out = console.stdout()
    heading = f"{found.symbol} in {found.feed}: {found.price} at {values['timestamp']}"
    out.print(Text(printable(heading), style="bold"), soft_wrap=True)
    for step in steps:
        text, style = _MARKS[step.state]
        line = Text(f"{step.name:<7} ").append(f"{text:<8}", style=style).append(f" {printable(step.detail)}")
        out.print(line, soft_wrap=True)
    console.note(_ending(steps))


def _ending(steps: list[Step]) -> str:
    last = next((step for step in steps if step.name == stopped_at(steps)), None)
    if last is None:
        return "it went all the way"
    return f"it stopped at: {last.name}" if last.state is State.STOPPED else f"it waits at: {last.name}"
