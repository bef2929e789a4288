"""`finpulse replay`: send a recording through the stream and follow it to the tables."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path
from random import SystemRandom
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from finpulse_cli.commands.chaos import chosen_faults, conclude, facts
from finpulse_cli.commands.clock import clock_of
from finpulse_cli.commands.expectations import Wanted, compare, write
from finpulse_cli.commands.options import (
    AwsOption,
    JsonOption,
    SymbolsOption,
    TargetOption,
    called,
    chosen_target,
    clock_at,
    named_symbols,
)
from finpulse_cli.core import console
from finpulse_cli.core.context import Context
from finpulse_cli.core.errors import FailedError, UsageError, act, call_of
from finpulse_cli.features.chaos.chaos_replay import ChaosReplay
from finpulse_cli.features.parity.wait import Timer
from finpulse_cli.features.query.ask_lake import AskedLake, ask_lake
from finpulse_cli.features.replay.again import as_sent_before
from finpulse_cli.features.replay.archive import MOST_EVENTS, Selection, archive_plan, selection_of
from finpulse_cli.features.replay.events import Ticks
from finpulse_cli.features.replay.on_target import replay_on
from finpulse_cli.features.replay.pace import parse_speed
from finpulse_cli.features.replay.part import TIME_HELP, Part
from finpulse_cli.features.replay.plan import Placing, make_plan
from finpulse_cli.features.replay.rebase import Rebase
from finpulse_cli.features.replay.run_id import fresh_run
from finpulse_cli.features.replay.summary import Summary, summarize
from finpulse_cli.stack.controlled_clock import ControlledClock
from finpulse_cli.stack.target import Target
from finpulse_cli.stack.terraform.provision import provisioned

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finpulse_cli.features.replay.expect import Expectation
    from finpulse_cli.features.replay.plan import Plan
    from finpulse_cli.features.replay.run import Finished


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
    begin: Annotated[
        str | None,
        typer.Option("--from", metavar="TIME", help=f"Leave out what was recorded before: {TIME_HELP}."),
    ] = None,
    end: Annotated[
        str | None, typer.Option("--to", metavar="TIME", help="Leave out what was recorded then and later.")
    ] = None,
    speed: Annotated[str, typer.Option(help="max, or a factor of the recorded pace such as 60x.")] = "max",
    rebase: Annotated[Rebase, typer.Option(help="End in the current minute, or keep the recorded times.")] = Rebase.NOW,
    ticks: Annotated[
        Ticks, typer.Option(help="One event a bar, with all of it, or four prices in its minute.")
    ] = Ticks.CLOSE,
    symbols: SymbolsOption = None,
    repeat: Annotated[
        int, typer.Option(min=1, max=1000, help="Send the whole recording this many times, each as a run of its own.")
    ] = 1,
    run: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Name the run; one that was sent before is absorbed. [a fresh name]"),
    ] = None,
    expect: Annotated[
        bool, typer.Option("--expect", help="Compare with the fixture's expected.json; exit 3 if it differs.")
    ] = False,
    write_expectation: Annotated[
        bool, typer.Option("--write-expectation", help="Write what it left to the recording's expected.json.")
    ] = False,
    expectation: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Compare with, or write, another file than expected.json.")
    ] = None,
    by_clock: Annotated[
        bool, typer.Option("--clock", help="Have the recording drive the target's clock; keeps the recorded times.")
    ] = False,
    chaos: Annotated[
        str | None,
        typer.Option(
            metavar="SPEC", help="Inject faults on a local target, and judge the guarantees; exit 3 if one broke."
        ),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, metavar="N", help="Draw the faults of --chaos by this seed. [a fresh one]")
    ] = None,
    target: TargetOption = None,
    aws: AwsOption = False,
    json_output: JsonOption = False,
) -> None:
    """Replay recorded Alpha Vantage replies through Kinesis and wait until every consumer is done.

    Each run is a feed of its own, <fixture>.<run>: it touches neither the live market nor another replay. Anomalies
    show up as they fall; a summary follows when the stream has drained. With --from-lake the recording is what the
    lake holds: a day such as 2026-11-20, or whole events that a SELECT finds.

    --from and --to are of the recording's own time; a time of day is on its first day in --from, on its last in --to.
    With --clock every moment happens at its recorded time by the target's own clock, see `finpulse clock`, and is
    finished before the next one, the schedule's minutes between included. The clock stands at the last one afterwards.

    At a factor, keys control it in a terminal: space pauses and goes on, n or the right arrow steps one moment, + and -
    double and halve the speed, q ends it; what was sent is still waited for.

    --chaos takes faults separated by commas: duplicate=5%, reorder=20, late=1%, poison=1%, burst,
    throttle=dynamodb:20%, lost-answer=dynamodb:5%, outage=sns:30s, redeliver=10%, crash=anomaly_detector:after=100,
    kill=emulator:after=500. The embedded target injects those of the services and functions; other local targets take
    the first five. A killed emulator is started again, and what it had acknowledged and lost is put again.

    Example: finpulse replay flash-crash --expect
    """
    context, chosen = called(ctx), chosen_target(ctx, target, aws=aws)
    faults = chosen_faults(chaos, seed, chosen, names_run=run is not None, compares=expect or write_expectation)
    only, part = named_symbols(symbols), Part(begin, end)
    placing: Placing = {
        "run": run or fresh_run(SystemRandom()),
        "rebase": Rebase.KEEP if by_clock else rebase,
        "symbols": only,
        "speed": parse_speed(speed),
        "repeat": repeat,
        "part": part,
        "now": context.clock() if by_clock else clock_at(context, chosen.place)(),
    }
    driven = _driven(chosen, alone=speed == "max" and repeat == 1 and not from_lake and not chaos) if by_clock else None
    selection = _selection(fixture, from_lake, ticks)
    wanted = Wanted(fixture, expectation, expect, write_expectation, ticks, only, part)
    expected = wanted.expected()
    plan = None if fixture is None else make_plan(fixture, ticks=ticks, **placing)
    for note in plan.notes if plan else ():
        console.note(note)
    stack = provisioned(context, chosen, console.stderr())
    if plan is None:
        answer = ask_lake(selection.sql, AskedLake(chosen.place.clients, stack, chosen.place.home), MOST_EVENTS)
        plan = archive_plan(answer.rows, selection.label, **placing)
    if run is None:
        plan = replace(plan, is_new=True)
    else:
        plan = as_sent_before(plan, chosen.place.clients.dynamodb, stack.tables["price_candles"])
    if faults is not None:
        tested = ChaosReplay(chosen, stack, *faults, Timer(context.clock, time.sleep)).run(
            plan, console.stderr(), sys.stdin
        )
        _show(summarize(tested.plan, tested.finished), context, json_output, facts(*faults, tested))
        conclude(*faults, tested, json_output=json_output)
        return
    finished = replay_on(chosen.place, stack, plan, console.stderr(), sys.stdin, driven)
    _show(summarize(plan, finished), context, json_output)
    if driven is not None:
        note = "the clock stands at the recording's last moment; `{}` gives the real time back"
        console.note(act(note, "clock reset").render(context.named_target))
    _conclude(plan, finished, wanted, expected)


def _conclude(plan: Plan, finished: Finished, wanted: Wanted, expected: Expectation | None) -> None:
    """Compare what it left, or write it down, as wanted."""
    if finished.ended:
        _tell_ended(len(finished.drain.sent), plan.to_send, compared=expected is not None or wanted.write)
        return
    if wanted.write:
        write(wanted, plan, finished.outcomes)
    elif expected:
        compare(expected, plan, finished.outcomes)


def _driven(chosen: Target, *, alone: bool) -> ControlledClock:
    """Return the clock that the recording drives. Raises UsageError where it cannot be moved, or options disagree."""
    if not alone:
        raise UsageError(
            "--clock goes with a fixture that is sent once", "leave --speed, --repeat, --from-lake and --chaos out"
        )
    return clock_of(chosen)


def _selection(fixture: str | None, from_lake: str | None, ticks: Ticks) -> Selection:
    """Return what to ask the lake, which is nothing for a fixture. Raises UsageError where the options disagree."""
    if (fixture is None) == (from_lake is None):
        raise UsageError("name a fixture, or give --from-lake a day or a SELECT", act("try `{}`", "replay flash-crash"))
    if from_lake is None:
        return Selection("", "")
    if ticks is not Ticks.CLOSE:
        raise UsageError("the lake holds events, not bars", "leave --ticks out")
    return selection_of(from_lake)


def _tell_ended(sent: int, planned: int, *, compared: bool) -> None:
    """Say that a key ended it. Raises FailedError where it was to be compared."""
    if compared:
        raise FailedError(f"ended after {sent:,} of {planned:,} events: nothing to compare", "let it run to its end")
    console.note(f"ended after {sent:,} of {planned:,} events")


def _show(summary: Summary, context: Context, json_output: bool, more: Mapping[str, Any] | None = None) -> None:
    if json_output:
        console.print_json({**summary.as_dict(), **(more or {})})
        return
    table = Table(title=f"replay of {summary.fixture}", title_justify="left", show_header=False)
    table.add_column(style="bold")
    table.add_column(justify="right")
    for name, value in summary.as_dict().items():
        if name == "latency_ms":
            value = ", ".join(f"{share} {figure}" for share, figure in value.items())
        if name not in ("fixture", "feeds"):
            table.add_row(name, f"{value:,}" if isinstance(value, int) else str(value))
    console.stdout().print(table)
    call = call_of(f"tail candles --feed {summary.feed}", context.named_target)
    others = f"; `{call_of('feeds', context.named_target)}` lists all {len(summary.feeds)}"
    console.note(f"see what it left with `{call}`{others if len(summary.feeds) > 1 else ''}")
