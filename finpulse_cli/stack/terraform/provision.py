"""`finpulse up`, step by step: package, start, reconcile, stage, plan and ask where due, apply, what follows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

from finpulse_cli.core.console import reporter
from finpulse_cli.core.context import Context
from finpulse_cli.daemon.lock import exclusive
from finpulse_cli.stack.outputs import StackOutputs
from finpulse_cli.stack.packaging import package_all
from finpulse_cli.stack.parts import place_parts
from finpulse_cli.stack.target import Target
from finpulse_cli.stack.terraform.binary import require_terraform
from finpulse_cli.stack.terraform.fingerprint import stack_fingerprint
from finpulse_cli.stack.terraform.json_events import Planned
from finpulse_cli.stack.terraform.target_run import Approve, Run


def provision(context: Context, target: Target, screen: Console, approve: Approve | None = None) -> StackOutputs:
    """Bring `target` to what the project's Terraform says, and return the stack's outputs.

    Running it again repairs whatever an interrupted or failed run left behind. Progress is shown on `screen`. With
    `approve` nothing is changed before it has seen the plan. Raises CliError.
    """
    report = reporter(screen)
    with _staged(context, target, screen) as (run, fingerprint, restored):
        if restored and _is_as_applied(target, fingerprint):
            report("the stack is back as `finpulse down` left it")
            return target.place.outputs()
        outputs = run.apply() if approve is None else run.apply_approved(approve)
        target.home.applied.write_text(fingerprint, encoding="utf-8")
        for step in target.after_apply:
            step(outputs, report)
    return outputs


def preview(context: Context, target: Target, screen: Console) -> list[Planned]:
    """Return what `provision` would change. Raises CliError."""
    with _staged(context, target, screen) as (run, _fingerprint, _restored):
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
def _staged(context: Context, target: Target, screen: Console) -> Iterator[tuple[Run, str, bool]]:
    """Yield a target ready for Terraform, locked: its run, the stack's fingerprint, whether it was just restored."""
    report = reporter(screen)
    require_terraform(context.environ)
    target.root.program()
    with exclusive(target.home.lock, report) as lock_descriptor:
        zips = package_all(context.project.lambdas_dir, target.home.lambdas)
        report(f"packaged {len(zips)} functions")
        target.lifecycle.start(report)
        restored = target.lifecycle.reconcile(report)
        run = Run(context, target, screen, lock_descriptor)
        run.stage()
        yield run, stack_fingerprint(target.home.terraform_dir, zips.values(), context.environ), restored


def _is_as_applied(target: Target, fingerprint: str) -> bool:
    """Return whether the last apply was made from the same files, and every part it made answers."""
    applied = target.home.applied
    if not applied.is_file() or applied.read_text(encoding="utf-8") != fingerprint:
        return False
    parts = place_parts(target.place, target.place.outputs())
    return all(part.healthy for part in parts)
