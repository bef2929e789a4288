"""`finpulse up`, step by step: package, start, reconcile, stage, plan and ask where due, apply, what follows."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from finpulse_cli.core.console import reporter
from finpulse_cli.core.errors import MissingError, act
from finpulse_cli.daemon.lock import exclusive
from finpulse_cli.stack.packaging import package_all
from finpulse_cli.stack.target import command
from finpulse_cli.stack.terraform.applied import Applied
from finpulse_cli.stack.terraform.binary import require_terraform
from finpulse_cli.stack.terraform.fingerprint import stack_fingerprint
from finpulse_cli.stack.terraform.target_run import Approve, Run
from finpulse_cli.stack.terraform.unchanged import Staged, brought_up_to_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from rich.console import Console

    from finpulse_cli.core.context import Context
    from finpulse_cli.stack.outputs import StackOutputs
    from finpulse_cli.stack.target import HeadStart, Target
    from finpulse_cli.stack.terraform.fingerprint import StackFingerprint
    from finpulse_cli.stack.terraform.json_events import Planned


def provision(
    context: Context,
    target: Target,
    screen: Console,
    approve: Approve | None = None,
    *,
    repair: bool = False,
    from_scratch: bool = False,
) -> StackOutputs:
    """Bring `target` to what the project's Terraform says, and return the stack's outputs.

    Terraform is left out where the stack on this machine is as the last apply left it; with `repair` it always runs,
    and mends what was changed by hand. With `from_scratch` a first apply takes no head start. Running it again repairs
    whatever an interrupted or failed run left behind. Progress is shown on `screen`. With `approve` nothing is changed
    before it has seen the plan. Raises CliError.
    """
    report = reporter(screen)
    always_applies = repair or approve is not None
    head_start = None if from_scratch or approve is not None else target.head_start
    with _staged(context, target, screen, head_start, needs_terraform=always_applies) as (run, staged):
        outputs = None if always_applies else brought_up_to_date(target, staged, context.clock, report)
        if outputs is None:
            if not always_applies:
                _require_terraform_to_change(context, target)
            outputs = run.apply() if approve is None else run.apply_approved(approve)
            # once more: a first apply has settled which provider is installed
            Applied.now(_fingerprint(context, target, staged.zips), context.clock).save(target.home.applied)
            for change in target.after_change:
                change(outputs, report)
        for step in target.after_apply:
            step(outputs, report)
    return outputs


def preview(context: Context, target: Target, screen: Console) -> list[Planned]:
    """Return what `provision` would change. Raises CliError."""
    with _staged(context, target, screen, None, needs_terraform=True) as (run, _staged_files):
        return run.plan()


def provisioned(context: Context, target: Target, screen: Console) -> StackOutputs:
    """Return the outputs of a stack that is there; one whose target was killed is brought up again first.

    Raises MissingError when nothing was ever provisioned, and what `provision` raises.
    """
    if target.lifecycle.has_died():
        reporter(screen)("the target was killed, not stopped; bringing it up again")
        return provision(context, target, screen)
    return target.place.outputs()


@contextmanager
def _staged(
    context: Context, target: Target, screen: Console, head_start: HeadStart | None, *, needs_terraform: bool
) -> Iterator[tuple[Run, Staged]]:
    """Yield a target ready for Terraform, locked: its run, and what is to be applied to it."""
    report = reporter(screen)
    begins = head_start is not None and head_start.fits()
    if needs_terraform or not (begins or Applied.load(target.home.applied)):  # else only once it proves to be needed
        require_terraform(context.environ)
        target.root.program()
    with exclusive(target.home.lock, report) as lock_descriptor:
        zips = package_all(context.project.lambdas_dir, target.home.lambdas)
        report(f"packaged {len(zips)} functions")
        if begins and head_start is not None:
            head_start.lay(zips, report)
        target.lifecycle.start(report)
        if begins and head_start is not None:
            head_start.begun()
        continuity = target.lifecycle.reconcile(report)
        run = Run(context, target, screen, lock_descriptor)
        run.stage()
        yield run, Staged(zips, _fingerprint(context, target, zips), continuity, is_new=begins)


def _require_terraform_to_change(context: Context, target: Target) -> None:
    """Raise MissingError where there is none, with the ways that lead on without it, if the target has one."""
    try:
        require_terraform(context.environ)
    except MissingError as error:
        if target.head_start is None:
            raise
        raise MissingError(
            f"the stack differs from the one that is there, and what would apply that is missing: {error.message}",
            act(
                f"{error.next_action}; or take back what differs (TF_VAR_ variables, the port, files in terraform/) "
                "and run `{}` again; or begin anew with the stack that FinPulse brings: `{}`, then `{}`",
                command(target, "up"),
                command(target, "down --purge"),
                command(target, "up"),
            ),
        ) from error


def _fingerprint(context: Context, target: Target, zips: Mapping[str, Path]) -> StackFingerprint:
    return stack_fingerprint(target.home.terraform_dir, zips, context.environ, target.engine)
