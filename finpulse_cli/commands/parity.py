"""`finpulse parity`: the same replay on two targets, compared item by item."""

from __future__ import annotations

import time
from random import SystemRandom
from typing import TYPE_CHECKING, Annotated

import typer

from finpulse_cli.commands.options import JsonOption, SymbolsOption, called, named_symbols
from finpulse_cli.core import console
from finpulse_cli.core.context import Context
from finpulse_cli.core.errors import ExpectationError, UsageError, act
from finpulse_cli.features.parity.run import Parity
from finpulse_cli.features.parity.show import Result, difference_lines, result_table
from finpulse_cli.features.parity.sides import open_sides
from finpulse_cli.features.parity.wait import Timer
from finpulse_cli.features.replay.events import Ticks
from finpulse_cli.features.replay.plan import Plan, make_plan
from finpulse_cli.features.replay.rebase import Rebase
from finpulse_cli.features.replay.run_id import fresh_run
from finpulse_cli.targets.resolve import resolve_target

if TYPE_CHECKING:
    from finpulse_cli.stack.target import Target

FixtureOption = Annotated[str, typer.Option("--fixture", metavar="FIXTURE", help="What to replay.")]
TicksOption = Annotated[Ticks, typer.Option(help="One event a bar, with all of it, or four prices in its minute.")]
LakeOption = Annotated[
    bool, typer.Option("--lake/--no-lake", help="Wait for the archive and compare it; up to 15 minutes on AWS.")
]


def parity(
    ctx: typer.Context,
    a: Annotated[str, typer.Argument(metavar="A", help="A target, such as embedded.")],
    b: Annotated[str, typer.Argument(metavar="B", help="Another one.")],
    fixture: FixtureOption = "flash-crash",
    ticks: TicksOption = Ticks.CLOSE,
    symbols: SymbolsOption = None,
    lake: LakeOption = True,
    as_json: JsonOption = False,
) -> None:
    """Replay one fixture on two targets and compare tables, alerts, quarantine and lake item by item.

    The replay is one run, with one feed, on both: what else the targets hold plays no part.
    Alerts go out as for any replay. Ends with 0 when both are the same, else with 3.

    Example: finpulse parity embedded localstack
    """
    context = called(ctx)
    first, second = _targets(context, a, b)
    plan, screen = _plan(context, fixture, ticks, named_symbols(symbols)), console.stderr()
    sides = open_sides(context, first, second, screen)
    summaries, parts = Parity(*sides, plan, screen, Timer(context.clock, time.sleep), with_lake=lake).run()
    _show(Result(first.name, second.name, plan, summaries, parts), as_json=as_json)


def _targets(context: Context, a: str, b: str) -> tuple[Target, Target]:
    """Return both targets. Raises UsageError for one that is not there, or given twice."""
    if a == b:
        raise UsageError(
            "a target is always equal to itself", act("name two, such as `{}`", "parity embedded localstack")
        )
    return resolve_target(context, a), resolve_target(context, b)


def _plan(context: Context, fixture: str, ticks: Ticks, symbols: list[str]) -> Plan:
    """Return the one plan for both, so that ids and moments are the same."""
    run, now = fresh_run(SystemRandom()), context.clock()
    plan = make_plan(fixture, ticks=ticks, run=run, rebase=Rebase.NOW, symbols=symbols, speed=None, repeat=1, now=now)
    for note in plan.notes:
        console.note(note)
    return plan


def _show(result: Result, *, as_json: bool) -> None:
    """Show the result. Raises ExpectationError with the differences, when there are any."""
    if as_json:
        console.print_json(result.as_dict())
    else:
        console.stdout().print(result_table(result))
    if result.differences:
        listing = "\n".join([f"{result.a} and {result.b} are not the same:", *difference_lines(result)])
        raise ExpectationError(listing, "--json gives every difference with all of its fields")
    console.note(f"{result.a} and {result.b} are the same, item by item")
