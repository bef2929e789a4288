"""`finpulse doctor`: what is missing on this machine, and the fix."""

from __future__ import annotations

from dataclasses import asdict

import typer
from rich.table import Table
from rich.text import Text

from finpulse_cli.commands.options import AwsOption, JsonOption, TargetOption, called, chosen_target
from finpulse_cli.commands.requirements import Machine, check_machine
from finpulse_cli.core import console
from finpulse_cli.core.errors import ExitCode
from finpulse_cli.stack.checks import Check


def doctor(
    ctx: typer.Context, target: TargetOption = None, aws: AwsOption = False, as_json: JsonOption = False
) -> None:
    """Check what this machine needs to run the stack, and show the fix for what is missing.

    `requests` is what the TF_VAR_ variables of the environment would ask Alpha Vantage for, against the key's plan.

    Ends with 0 when nothing is missing, else with 4.

    Example: finpulse doctor
    """
    chosen = chosen_target(ctx, target, aws=aws)
    context = called(ctx)
    sources = context.project.terraform_dir, context.project.frontend_dir
    checks = check_machine(Machine(chosen, context.environ, context.user_home, *sources))
    if as_json:
        console.print_json_lines(asdict(check) for check in checks)
    else:
        console.stdout().print(_table(checks))
    if any(check.required and not check.ok for check in checks):
        console.note("something is missing; see the column `fix`" if not as_json else "something is missing")
        raise typer.Exit(ExitCode.MISSING)


def _table(checks: list[Check]) -> Table:
    table = console.table(None, "check", "", "found", "fix")
    for check in checks:
        table.add_row(check.name, _mark(check), Text(check.found), Text("" if check.ok else check.fix))
    return table


def _mark(check: Check) -> Text:
    if check.ok:
        return Text("ok", style="green")
    return Text("MISSING", style="bold red") if check.required else Text("absent", style="dim")
