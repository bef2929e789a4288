"""One bringing of a target to what Terraform says, while the target's lock is held."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from finpulse_cli.core.console import reporter
from finpulse_cli.core.errors import FailedError, act
from finpulse_cli.stack.outputs import StackOutputs, outputs_before, save_outputs
from finpulse_cli.stack.target import Target, command
from finpulse_cli.stack.terraform.binary import require_terraform
from finpulse_cli.stack.terraform.display import showing
from finpulse_cli.stack.terraform.json_events import Planned, PlanReady, steps_of
from finpulse_cli.stack.terraform.source import choose_source, user_config
from finpulse_cli.stack.terraform.stage import stage
from finpulse_cli.stack.terraform.terraform import Terraform, UnknownResourceError

if TYPE_CHECKING:
    from rich.console import Console

    from finpulse_cli.core.context import Context

Approve = Callable[[Sequence[Planned]], None]
"""Shows a plan to the user and asks. Raises StoppedError when it is not to be carried out."""


@dataclass(frozen=True, slots=True)
class Run:
    """Terraform's steps on one target. `screen` shows progress.

    `called` is the command that runs them, without the target, for who stops it.
    """

    context: Context
    target: Target
    screen: Console
    lock_descriptor: int
    called: str = "up"

    def stage(self, changed: Mapping[str, object] | None = None) -> None:
        """Put the configuration into the target's home; `changed` are variables that win over the target's own."""
        variables = self.target.root.variables(self.context.environ) | dict(changed or {})
        staged = self.target.home.terraform_dir
        stage(self.context.project.terraform_dir, staged, variables, self.target.root.backend())

    def plan(self) -> list[Planned]:
        """Return what an apply would do. It only looks, so it takes no lock that others would wait for."""
        with self._plan_file() as file:
            return self._planned(file, locked=False)

    def apply(self) -> StackOutputs:
        """Apply and keep the outputs, with whatever the change asks to be recreated."""
        home = self.target.home
        before = outputs_before(home.outputs)
        values = self._apply_known(purge_helps=before is not None)
        outputs = StackOutputs.parse(values)
        if replace := self.target.root.to_replace(before, outputs):
            self._apply(replace)
        save_outputs(home.outputs, values)
        return outputs

    def apply_approved(self, approve: Approve) -> StackOutputs:
        """Plan, ask, and carry out just what was shown. Raises what `approve` raises, before anything is changed."""
        with self._plan_file() as file:
            changes = self._planned(file)
            approve(changes)
            kept_at = self.target.root.backend()
            report = reporter(self.screen)
            for step in self.target.before_apply:
                step(report)
            if self.target.root.backend() != kept_at:  # a plan belongs to the place of the state it was made with
                self.stage()
                self._plan_again(file, changes)
            values = self._apply_known(file, changes)
        save_outputs(self.target.home.outputs, values)
        return StackOutputs.parse(values)

    def destroy(self, first: Sequence[str]) -> None:
        """Destroy the stack; those of the addresses `first` that exist are applied before, see Terraform.destroy."""
        terraform = self._initialised()
        there = terraform.resources()
        with showing(self.screen) as show:
            terraform.destroy(show, [address for address in first if any(one.startswith(address) for one in there)])

    def _planned(self, file: Path, *, locked: bool = True) -> list[Planned]:
        terraform = self._initialised(changing=locked)
        with showing(self.screen) as show:
            return terraform.plan(show, file, locked=locked)

    def _plan_again(self, file: Path, shown: Sequence[Planned]) -> None:
        """Make the same plan for a state that is kept elsewhere now; any other would not be what was agreed to."""
        if set(self._planned(file)) != set(shown):
            raise FailedError(
                "the plan is not the one that was shown: the account changed meanwhile",
                act("look at it again with `{}`", command(self.target, "up")),
            )

    def _apply_known(
        self, planned: Path | None = None, changes: Sequence[Planned] = (), *, purge_helps: bool = False
    ) -> dict[str, object]:
        """Apply, the plan in `planned` if there is one; a resource unknown to Terraform is the user's to remove."""
        try:
            return self._apply(planned=planned, changes=changes)
        except UnknownResourceError as error:
            up = command(self.target, "up")
            if purge_helps:
                raise FailedError(
                    error.message, act("run `{}`, then `{}`", command(self.target, "down --purge"), up)
                ) from error
            raise FailedError(
                error.message,
                act(
                    "an `up` that was killed has left it, or it is somebody else's: delete it (a LocalStack or another "
                    "emulator can be restarted), then run `{}` again",
                    up,
                ),
            ) from error

    def _apply(
        self, replace: Sequence[str] = (), planned: Path | None = None, changes: Sequence[Planned] = ()
    ) -> dict[str, object]:
        """Apply; leaves the trace of an unfinished apply when it is cut short or meets an unknown resource."""
        home = self.target.home
        terraform = self._initialised()
        home.applied.unlink(missing_ok=True)
        home.applying.touch()
        try:
            with showing(self.screen) as show:
                if planned is not None:  # Terraform does not say again what it will do
                    show(PlanReady(steps_of(changes)))
                values = terraform.apply(show, replace, planned)
        except UnknownResourceError:
            raise
        except FailedError as error:
            home.applying.unlink()
            raise _with_culprit(error, self.target) from error
        home.applying.unlink()
        return values

    def _initialised(self, *, changing: bool = True) -> Terraform:
        """Return Terraform in the staged folder, its provider installed; unless it only looks, none is left unsaved."""
        require_terraform(self.context.environ)
        home, written = self.context.user_home, self.target.home.terraform_config
        report = reporter(self.screen)
        terraform = self._terraform(written if written.is_file() else user_config(self.context.environ, home))
        if not terraform.is_initialised():
            source = choose_source(self.context.environ, home, written)
            report(f"installing the AWS provider for Terraform from {source.description}")
            terraform = self._terraform(source.config_file)
            terraform.init()
        if changing and terraform.save_left_state():
            report("saved the state that the last run could not save")
        return terraform

    def _terraform(self, config_file: Path | None) -> Terraform:
        environment = self.target.root.environment(self.context.environ, config_file)
        folder, report = self.target.home.terraform_dir, reporter(self.screen)
        program = self.target.root.program()
        again = command(self.target, self.called)
        return Terraform(
            program, folder, environment, self.lock_descriptor, report, self.target.lifecycle.is_alive, again
        )

    @contextmanager
    def _plan_file(self) -> Iterator[Path]:
        """Yield a file for a plan that nobody else may read: it holds the values of variables. Gone afterwards."""
        descriptor, name = tempfile.mkstemp(suffix=".tfplan", dir=self.target.home.root)
        os.close(descriptor)
        try:
            yield Path(name)
        finally:
            Path(name).unlink(missing_ok=True)


def _with_culprit(error: FailedError, target: Target) -> FailedError:
    """Return the same error, or the real one when the target went away underneath."""
    dead = [
        process for process in target.lifecycle.processes() if not process.healthy and process.is_needed_by_terraform
    ]
    if not dead:
        return error
    names = " and ".join(process.name for process in dead)
    logs = ", ".join(process.log for process in dead if process.log)
    where = f" (log: {logs})" if logs else ""
    message = f"{names} went away while Terraform was at work{where}"
    return FailedError(message, act("run `{}` again", command(target, "up")))
