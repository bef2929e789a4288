"""How a target on this machine is taken down: stopped with its state kept, or deleted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from finpulse_cli.core.console import reporter
from finpulse_cli.core.errors import call_of
from finpulse_cli.core.paths import TargetHome
from finpulse_cli.daemon.lock import exclusive
from finpulse_cli.stack.target import PurgeWarning, Target
from finpulse_cli.stack.terraform.stage import has_resources

if TYPE_CHECKING:
    from rich.console import Console

    from finpulse_cli.core.console import Report
    from finpulse_cli.core.context import Context


@dataclass(frozen=True, slots=True)
class LocalTeardown:
    """See `finpulse_cli.stack.target.Teardown`.

    `by_terraform`: the emulator may go on without us, so that Terraform has to destroy the stack in it.
    """

    home: TargetHome
    by_terraform: bool

    def nothing_there(self) -> str | None:
        """Return that there is no folder."""
        if self.home.root.is_dir():
            return None
        return f"there is nothing to stop: {self.home.root} does not exist"

    def warning(self) -> PurgeWarning:
        """Return that the folder goes."""
        root = self.home.root
        return PurgeWarning(f"Delete {root} and everything in it?", f"--purge deletes {root} with all it holds")

    def stop(self, context: Context, target: Target, report: Report) -> None:
        """Stop the target; raises FailedError also when it could not save all of its state."""
        with exclusive(self.home.lock, report):
            target.lifecycle.stop(report)
        report(f"state kept in {self.home.root}; `{call_of('up', context.named_target)}` brings it back")

    def purge(self, context: Context, target: Target, screen: Console) -> None:
        """Destroy the stack where that is Terraform's to do, end every process and delete the folder."""
        from finpulse_cli.stack.terraform.destroy import destroy  # it loads what runs Terraform, for a purge alone

        report = reporter(screen)
        with exclusive(self.home.lock, report) as lock_descriptor:
            if self._holds_a_stack(target):
                destroy(context, target, screen, lock_descriptor)
            target.lifecycle.purge(report)
        report(f"{self.home.root} deleted")

    def _holds_a_stack(self, target: Target) -> bool:
        """Tell whether Terraform must destroy what the emulator would keep, also of an `up` that was cut short."""
        remembered = self.home.outputs.exists() or has_resources(self.home.terraform_state)
        return self.by_terraform and remembered and target.lifecycle.is_alive() and not target.lifecycle.has_died()
