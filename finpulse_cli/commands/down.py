"""`finpulse down`: stop the target, or destroy it."""

from __future__ import annotations

from typing import Annotated

import typer

from finpulse_cli.commands.confirmation import confirm
from finpulse_cli.commands.options import AwsOption, TargetOption, YesOption, called, chosen_target
from finpulse_cli.core import console
from finpulse_cli.core.context import Context
from finpulse_cli.core.errors import FailedError, act
from finpulse_cli.stack.target import Target
from finpulse_cli.targets.current import leave


def down(
    ctx: typer.Context,
    target: TargetOption = None,
    aws: AwsOption = False,
    purge: Annotated[bool, typer.Option("--purge", help="Destroy the stack and everything in it.")] = False,
    yes: YesOption = False,
) -> None:
    """Stop the target and keep its state, so that the next `up` takes seconds.

    With --purge the stack, its data and its logs are destroyed; on AWS it then shows that nothing billable is left.

    Example: finpulse down --purge --yes
    """
    context, chosen = called(ctx), chosen_target(ctx, target, aws=aws)
    if (why := chosen.teardown.nothing_there()) is not None:
        console.note(why)
    elif purge:
        _confirm(chosen, yes)
        chosen.teardown.purge(context, chosen, console.stderr())
    else:
        _stop(context, chosen)
    leave(chosen, context)


def _stop(context: Context, target: Target) -> None:
    """Stop the target, which is then no longer the one in use, also when it could not save all of its state."""
    try:
        target.teardown.stop(context, target, console.note)
    except FailedError:
        leave(target, context)
        raise


def _confirm(target: Target, yes: bool) -> None:
    """Ask; without a terminal to ask on, --yes is required."""
    warning = target.teardown.warning()
    flag = "" if target.is_local else f" --{target.name}"
    confirm(warning.question, warning.fact, act("confirm with `{}`", f"down{flag} --purge --yes"), yes=yes)
