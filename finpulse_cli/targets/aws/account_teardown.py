"""How a stack in an account is destroyed, and how it is shown that nothing of it is left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from finpulse_cli.core import console
from finpulse_cli.core.console import reporter
from finpulse_cli.core.errors import FailedError, MissingError, act
from finpulse_cli.daemon.lock import exclusive
from finpulse_cli.stack.target import PurgeWarning, Target
from finpulse_cli.targets.aws.account import Account
from finpulse_cli.targets.aws.leftovers import Leftovers, leftovers, leftovers_table
from finpulse_cli.targets.aws.remote_state import RemoteState

if TYPE_CHECKING:
    from rich.console import Console

    from finpulse_cli.core.console import Report
    from finpulse_cli.core.context import Context


@dataclass(frozen=True, slots=True)
class AccountTeardown:
    """See `finpulse_cli.stack.target.Teardown`."""

    account: Account
    state: RemoteState

    def nothing_there(self) -> str | None:
        """Return None: what is there is not known before the account is asked."""
        return None

    def warning(self) -> PurgeWarning:
        """Return which stack goes."""
        names = self.account.names
        where = f"stack '{names.name}' in account {names.account}, {names.region}"
        return PurgeWarning(f"Destroy the {where}, with all its data?", f"--purge destroys the {where}")

    def stop(self, _context: Context, target: Target, report: Report) -> None:
        """Leave it to the life cycle, which refuses; no lock is taken for that."""
        target.lifecycle.stop(report)

    def purge(self, context: Context, target: Target, screen: Console) -> None:
        """Destroy the stack with Terraform, remove its state, and print what every service still holds of it.

        Raises MissingError when there is no state, FailedError when something is left or could not be looked at.
        """
        from finpulse_cli.stack.terraform.destroy import destroy  # it loads what runs Terraform, for a purge alone

        report = reporter(screen)
        if not self.state.exists():
            raise MissingError(f"there is no state of a stack in {self.state.location}", "nothing is to be destroyed")
        with exclusive(target.home.lock, report) as lock_descriptor:
            destroy(context, target, screen, lock_descriptor)
            report("looking for what is left")
            found = leftovers(self.account.clients, self.account.names)
            console.stdout().print(leftovers_table(found))
            _require_nothing_left(found)
            target.lifecycle.purge(report)
        _require_all_looked_at(found)
        report("nothing billable of the stack is left")


def _require_nothing_left(found: Leftovers) -> None:
    if found.left:
        listed = ", ".join(f"{item.service}: {item.what}" for item in found.left)
        raise FailedError(f"still there: {listed}", act("run `{}` again, or remove it by hand", "down --aws --purge"))


def _require_all_looked_at(found: Leftovers) -> None:
    if not found.proven_clean:
        names = ", ".join(found.unchecked)
        raise FailedError(
            f"the stack is destroyed, but these were not looked at: {names}", "see why in the table, and look there"
        )
