"""`finpulse parity`: the same replay on two targets, compared item by item."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from finpulse_cli import console
from finpulse_cli.commands.options import JsonOption, SymbolsOption, named_symbols
from finpulse_cli.errors import ExpectationError, UsageError
from finpulse_cli.parity.place import place
from finpulse_cli.parity.run import Parity
from finpulse_cli.parity.show import Result, difference_lines, result_table
from finpulse_cli.parity.sides import open_sides
from finpulse_cli.parity.tables import is_untouched
from finpulse_cli.parity.wait import Timer
from finpulse_cli.paths import Project
from finpulse_cli.readers.opening import utc_now
from finpulse_cli.replay.events import Ticks
from finpulse_cli.replay.plan import Plan, make_plan
from finpulse_cli.replay.rebase import Rebase
from finpulse_cli.settings import Settings
from finpulse_cli.targets.resolve import resolve_target

if TYPE_CHECKING:
    from finpulse_cli.targets.base import Target

FixtureOption = Annotated[str, typer.Option("--fixture", metavar="FIXTURE", help="What to replay.")]
TicksOption = Annotated[Ticks, typer.Option(help="One event a bar, or four that rebuild the bar exactly.")]
LakeOption = Annotated[
    bool, typer.Option("--lake/--no-lake", help="Wait for the archive and compare it; up to 15 minutes on AWS.")
]


def parity(
    a: Annotated[str, typer.Argument(metavar="A", help="A target, such as embedded.")],
    b: Annotated[str, typer.Argument(metavar="B", help="Another one.")],
    fixture: FixtureOption = "flash-crash",
    ticks: TicksOption = Ticks.CLOSE,
    symbols: SymbolsOption = None,
    lake: LakeOption = True,
    as_json: JsonOption = False,
) -> None:
    """Replay one fixture on two targets and compare tables, alerts, quarantine and lake item by item.

    The replay has a source and a day in the last century of its own, so what else the targets hold plays no part.
    Alerts go out as for any replay. Ends with 0 when both are the same, else with 3.

    Example: finpulse parity embedded localstack
    """
    first, second = _targets(a, b)
    recorded, screen = _recorded(fixture, ticks, named_symbols(symbols)), console.stderr()
    project = Project.find(Path.cwd())
    sides = open_sides(project, first, second, os.environ, screen)

    def nobody_was_there(plan: Plan) -> bool:
        return all(is_untouched(side.target.clients.dynamodb, side.stack.tables, plan.events) for side in sides)

    plan = place(recorded, utc_now(), nobody_was_there)
    summaries, parts = Parity(*sides, plan, screen, Timer(utc_now, time.sleep), with_lake=lake).run()
    _show(Result(first.name, second.name, plan, summaries, parts), as_json=as_json)


def _targets(a: str, b: str) -> tuple[Target, Target]:
    """Both targets. Raises UsageError for one that is not there, or given twice."""
    if a == b:
        raise UsageError(
            "a target is always equal to itself", "name two, such as `finpulse parity embedded localstack`"
        )
    settings = Settings.from_environment(os.environ)
    return resolve_target(a, settings, Path.cwd()), resolve_target(b, settings, Path.cwd())


def _recorded(fixture: str, ticks: Ticks, symbols: list[str]) -> Plan:
    """The fixture at its recorded times: one plan for both, so that ids and moments are the same."""
    plan = make_plan(fixture, ticks=ticks, rebase=Rebase.KEEP, symbols=symbols, speed=None, repeat=1, now=utc_now())
    if plan.untimed:
        console.note(f"left out: {plan.untimed} GLOBAL_QUOTE replies, which give no time of day")
    return plan


def _show(result: Result, *, as_json: bool) -> None:
    """Raises ExpectationError with the differences, when there are any."""
    if as_json:
        console.print_json(result.as_dict())
    else:
        console.stdout().print(result_table(result))
    if result.differences:
        listing = "\n".join([f"{result.a} and {result.b} are not the same:", *difference_lines(result)])
        raise ExpectationError(listing, "--json gives every difference with all of its fields")
    console.note(f"{result.a} and {result.b} are the same, item by item")
