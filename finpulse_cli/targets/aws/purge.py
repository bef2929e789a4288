"""Destroys a stack in an account, and looks whether anything of it is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console

from finpulse_cli.core import console
from finpulse_cli.core.console import reporter
from finpulse_cli.core.context import Context
from finpulse_cli.core.errors import FailedError, MissingError, act
from finpulse_cli.daemon.lock import exclusive
from finpulse_cli.stack.terraform.destroy import destroy
from finpulse_cli.targets.aws.leftovers import leftovers, leftovers_table

if TYPE_CHECKING:
    from finpulse_cli.targets.aws.target import AwsTarget


def purge_account(context: Context, target: AwsTarget, screen: Console) -> None:
    """Destroy the stack with Terraform, remove its state, and print what every service still holds of it.

    Raises MissingError when there is no state, FailedError when something is left or could not be looked at.
    """
    report = reporter(screen)
    if not target.has_state():
        raise MissingError(f"there is no state of a stack in {target.state_place}", "nothing is to be destroyed")
    with exclusive(target.home.lock, report) as lock_descriptor:
        destroy(context, target, screen, lock_descriptor)
        report("looking for what is left")
        found = leftovers(target.clients, target.names)
        console.stdout().print(leftovers_table(found))
        if found.left:
            listed = ", ".join(f"{item.service}: {item.what}" for item in found.left)
            raise FailedError(
                f"still there: {listed}", act("run `{}` again, or remove it by hand", "down --aws --purge")
            )
        target.purge(report)
    if not found.proven_clean:
        names = ", ".join(found.unchecked)
        raise FailedError(
            f"the stack is destroyed, but these were not looked at: {names}", "see why in the table, and look there"
        )
    report("nothing billable of the stack is left")
