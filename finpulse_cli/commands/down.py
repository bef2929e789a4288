"""`finpulse down`: stop the target, or destroy it."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from finpulse_cli.commands.options import AwsOption, TargetOption, YesOption, called, chosen_target
from finpulse_cli.core import console
from finpulse_cli.core.context import Context
from finpulse_cli.core.errors import FailedError, UsageError, act, call_of
from finpulse_cli.daemon.lock import exclusive
from finpulse_cli.stack.target import Target
from finpulse_cli.stack.terraform.destroy import destroy
from finpulse_cli.stack.terraform.stage import has_resources
from finpulse_cli.targets.aws.purge import purge_account
from finpulse_cli.targets.aws.target import AwsTarget
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
    if isinstance(chosen, AwsTarget):
        _on_aws(context, chosen, purge=purge, yes=yes)
        return
    if not chosen.home.root.is_dir():
        console.note(f"there is nothing to stop: {chosen.home.root} does not exist")
    elif purge:
        _purge(context, chosen, yes)
    else:
        _stop(context, chosen)
    leave(chosen, context)


def _stop(context: Context, target: Target) -> None:
    """Stop the target, which is then no longer the one in use, also when it could not save all of its state."""
    try:
        with exclusive(target.home.lock, console.note):
            target.stop(console.note)
    except FailedError:
        leave(target, context)
        raise
    console.note(f"state kept in {target.home.root}; `{call_of('up', context.named_target)}` brings it back")


def _purge(context: Context, target: Target, yes: bool) -> None:
    """Destroy after asking."""
    home = target.home.root
    _confirm(f"Delete {home} and everything in it?", f"--purge deletes {home} with all it holds", "", yes)
    with exclusive(target.home.lock, console.note) as lock_descriptor:
        if _holds_a_stack(target):
            destroy(context, target, console.stderr(), lock_descriptor)
        target.purge(console.note)
    console.note(f"{home} deleted")


def _holds_a_stack(target: Target) -> bool:
    """Whether Terraform has to destroy what the target would otherwise keep, also of an `up` that was cut short."""
    remembered = target.home.outputs.exists() or has_resources(target.home.terraform_state)
    return target.runs_terraform_to_purge and remembered and target.is_alive() and not target.has_died()


def _on_aws(context: Context, target: AwsTarget, *, purge: bool, yes: bool) -> None:
    """What runs in an account cannot be stopped and kept."""
    if not purge:
        raise UsageError(
            "on AWS nothing runs on this machine that could be stopped",
            act(
                "destroy the stack with `{}`, or only stop asking for quotes with `TF_VAR_schedule_enabled=false {}`",
                "down --aws --purge",
                "up --aws",
            ),
        )
    where = f"stack '{target.names.name}' in account {target.names.account}, {target.names.region}"
    _confirm(f"Destroy the {where}, with all its data?", f"--purge destroys the {where}", " --aws", yes)
    purge_account(context, target, console.stderr())


def _confirm(question: str, warning: str, flag: str, yes: bool) -> None:
    """Ask; without a terminal to ask on, --yes is required."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError(warning, act("confirm with `{}`", f"down{flag} --purge --yes"))
    typer.confirm(question, abort=True, err=True)
