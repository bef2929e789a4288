"""`finpulse replay`: send a recording through the stream and follow it to the tables."""

from __future__ import annotations

from pathlib import Path
from random import SystemRandom
from typing import Annotated

import typer
from rich.table import Table

from finpulse_cli.commands.options import (
    AwsOption,
    JsonOption,
    SymbolsOption,
    TargetOption,
    called,
    chosen_target,
    named_symbols,
)
from finpulse_cli.core import console
from finpulse_cli.core.errors import ExpectationError, UsageError, act
from finpulse_cli.features.query.ask_lake import AskedLake, ask_lake
from finpulse_cli.features.replay.archive import MOST_EVENTS, Selection, archive_plan, selection_of
from finpulse_cli.features.replay.events import Ticks
from finpulse_cli.features.replay.expect import Expectation, differences, observed_anomalies
from finpulse_cli.features.replay.on_target import replay_on
from finpulse_cli.features.replay.outcome import Outcome
from finpulse_cli.features.replay.pace import parse_speed
from finpulse_cli.features.replay.plan import Placing, Plan, expectation_for, make_plan
from finpulse_cli.features.replay.rebase import Rebase
from finpulse_cli.features.replay.run_id import fresh_run
from finpulse_cli.features.replay.summary import Summary, summarize
from finpulse_cli.stack.terraform.provision import provisioned


def replay(
    ctx: typer.Context,
    fixture: Annotated[
        str | None,
        typer.Argument(
            metavar="[FIXTURE]", help="A shipped fixture, a folder of Alpha Vantage replies, or one reply file."
        ),
    ] = None,
    from_lake: Annotated[
        str | None,
        typer.Option(metavar="DAY|SQL", help="Replay what the lake holds of a day of arrival, or what a SELECT finds."),
    ] = None,
    speed: Annotated[str, typer.Option(help="max, or a factor of the recorded pace such as 60x.")] = "max",
    rebase: Annotated[Rebase, typer.Option(help="End in the current minute, or keep the recorded times.")] = Rebase.NOW,
    ticks: Annotated[
        Ticks, typer.Option(help="One event a bar, with all of it, or four prices in its minute.")
    ] = Ticks.CLOSE,
    symbols: SymbolsOption = None,
    repeat: Annotated[int, typer.Option(min=1, max=1000, help="Send the whole recording this many times.")] = 1,
    expect: Annotated[
        bool, typer.Option("--expect", help="Compare with the fixture's expected.json; exit 3 if it differs.")
    ] = False,
    expectation: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Compare with another file than the fixture's own.")
    ] = None,
    target: TargetOption = None,
    aws: AwsOption = False,
    json_output: JsonOption = False,
) -> None:
    """Replay recorded Alpha Vantage replies through Kinesis and wait until every consumer is done.

    Anomalies show up as they fall; a summary follows when the stream has drained. With --from-lake the recording
    is what the lake holds: a day such as 2026-11-20, or whole events that a SELECT finds.

    Example: finpulse replay flash-crash --expect
    """
    context, chosen = called(ctx), chosen_target(ctx, target, aws=aws)
    only = named_symbols(symbols)
    factor = parse_speed(speed)
    selection = _selection(fixture, from_lake, ticks)
    expected = _expected(fixture, expectation, ticks, only) if expect or expectation else None
    placing: Placing = {
        "run": fresh_run(SystemRandom()),
        "rebase": rebase,
        "symbols": only,
        "speed": factor,
        "repeat": repeat,
        "now": context.clock(),
    }
    plan = None if fixture is None else make_plan(fixture, ticks=ticks, **placing)
    for note in plan.notes if plan else ():
        console.note(note)
    stack = provisioned(context, chosen, console.stderr())
    if plan is None:
        answer = ask_lake(selection.sql, AskedLake(chosen.place.clients, stack, chosen.place.home), MOST_EVENTS)
        plan = archive_plan(answer.rows, selection.label, **placing)
    drain, outcome, seconds = replay_on(chosen.place, stack, plan, console.stderr())
    _show(summarize(plan.name, drain, outcome, seconds), json_output)
    if expected:
        _compare(expected, plan, outcome)


def _selection(fixture: str | None, from_lake: str | None, ticks: Ticks) -> Selection:
    """What to ask the lake, which is nothing for a fixture. Raises UsageError where the options disagree."""
    if (fixture is None) == (from_lake is None):
        raise UsageError("name a fixture, or give --from-lake a day or a SELECT", act("try `{}`", "replay flash-crash"))
    if from_lake is None:
        return Selection("", "")
    if ticks is not Ticks.CLOSE:
        raise UsageError("the lake holds events, not bars", "leave --ticks out")
    return selection_of(from_lake)


def _expected(fixture: str | None, file: Path | None, ticks: Ticks, symbols: list[str]) -> Expectation:
    """Return what is expected, by `file` or by the fixture's own. Raises UsageError where there is neither."""
    if fixture is None and file is None:
        raise UsageError("the lake brings no expectation of its own", "give one: --expectation FILE")
    return expectation_for(fixture or "", file, ticks=ticks, symbols=symbols)


def _show(summary: Summary, json_output: bool) -> None:
    if json_output:
        console.print_json(summary.as_dict())
        return
    table = Table(title=f"replay of {summary.fixture}", title_justify="left", show_header=False)
    table.add_column(style="bold")
    table.add_column(justify="right")
    for name, value in summary.as_dict().items():
        if name == "latency_ms":
            value = ", ".join(f"{share} {figure}" for share, figure in value.items())
        if name != "fixture":
            table.add_row(name, f"{value:,}" if isinstance(value, int) else str(value))
    console.stdout().print(table)


def _compare(expected: Expectation, plan: Plan, outcome: Outcome) -> None:
    """Raises `ExpectationError` with every difference, oldest first."""
    observed = Expectation(
        events=outcome.counted_once,
        prices=outcome.prices,
        candles=outcome.candles,
        anomalies=observed_anomalies(outcome.anomalies, plan.shift),
        ticks=expected.ticks,
    )
    lines = differences(expected, observed)
    if lines:
        listing = "\n".join(["the replay is not as expected (- expected, + found, times as recorded):", *lines])
        raise ExpectationError(listing, act("{} shows how one was scored", "anomalies explain EVENT_ID"))
    console.note(f"as expected: {expected.events} events, {len(expected.anomalies)} anomalies")
