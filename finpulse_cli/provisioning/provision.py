"""`finpulse up`, step by step: package, start, reconcile, stage, init, apply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from finpulse_cli.console import reporter
from finpulse_cli.errors import FailedError
from finpulse_cli.packaging import package_all
from finpulse_cli.paths import Project
from finpulse_cli.provisioning.binary import require_terraform
from finpulse_cli.provisioning.display import showing
from finpulse_cli.provisioning.fingerprint import stack_fingerprint
from finpulse_cli.provisioning.lock import exclusive
from finpulse_cli.provisioning.source import choose_source, user_config
from finpulse_cli.provisioning.stack import StackOutputs, load_outputs, outputs_before, save_outputs
from finpulse_cli.provisioning.stage import stage
from finpulse_cli.provisioning.terraform import Terraform, UnknownResourceError, require_tflocal
from finpulse_cli.targets.base import Target
from finpulse_cli.targets.health import stack_parts

_AGAIN = "run `finpulse up` again"
_PURGE = "run `finpulse down --purge`, then `finpulse up`"


def provision(project: Project, target: Target, environ: Mapping[str, str], screen: Console) -> StackOutputs:
    """Bring `target` to what the project's Terraform says, and return the stack's outputs.

    Running it again repairs whatever an interrupted or failed run left behind. `environ` is the user's environment;
    progress is shown on `screen`. Raises CliError.
    """
    report = reporter(screen)
    require_terraform(environ)
    require_tflocal()
    with exclusive(target.home.lock, report) as lock_descriptor:
        zips = package_all(project.lambdas_dir, target.home.lambdas)
        report(f"packaged {len(zips)} functions")
        target.start(report)
        restored = target.reconcile(report)
        run = _Run(project, target, environ, screen, lock_descriptor)
        run.stage()
        fingerprint = stack_fingerprint(target.home.terraform_dir, zips.values(), environ)
        if restored and _is_as_applied(target, fingerprint):
            report("the stack is back as `finpulse down` left it")
            return load_outputs(target.home.outputs)
        outputs = run.apply()
        target.home.applied.write_text(fingerprint, encoding="utf-8")
    return outputs


def provisioned(project: Project, target: Target, environ: Mapping[str, str], screen: Console) -> StackOutputs:
    """The outputs of a stack that is there; one whose target was killed is brought up again first.

    Raises MissingError when nothing was ever provisioned, and what `provision` raises.
    """
    if target.has_died():
        reporter(screen)("the target was killed, not stopped; bringing it up again")
        return provision(project, target, environ, screen)
    return load_outputs(target.home.outputs)


def _is_as_applied(target: Target, fingerprint: str) -> bool:
    """Whether the last apply was made from the same files, and every part it made answers."""
    applied = target.home.applied
    if not applied.is_file() or applied.read_text(encoding="utf-8") != fingerprint:
        return False
    outputs = load_outputs(target.home.outputs)
    parts = stack_parts(target.clients, outputs, target.api_url(outputs), target.websocket_url(outputs))
    return all(part.healthy for part in parts)


@dataclass(frozen=True, slots=True)
class _Run:
    """One bringing of a target to what Terraform says, while its lock is held."""

    project: Project
    target: Target
    environ: Mapping[str, str]
    screen: Console
    lock_descriptor: int

    def stage(self) -> None:
        """Put the configuration into the target's home."""
        variables = self.target.terraform_variables(self.environ)
        stage(self.project.terraform_dir, self.target.home.terraform_dir, variables)

    def apply(self) -> StackOutputs:
        """Apply and keep the outputs, with whatever the change asks to be made anew."""
        home = self.target.home
        before = outputs_before(home.outputs)
        values = self._apply_or_begin_anew(fresh=before is None)
        outputs = StackOutputs.parse(values)
        if replace := self.target.to_replace(before, outputs):
            self._apply(replace)
        save_outputs(home.outputs, values)
        return outputs

    def _apply_or_begin_anew(self, *, fresh: bool) -> dict[str, object]:
        """Apply; a first apply that trips over a resource it lost track of begins anew, since nothing is lost by it."""
        try:
            return self._apply()
        except UnknownResourceError as error:
            if not fresh:
                raise FailedError(error.message, _PURGE) from error
        report = reporter(self.screen)
        report("a resource exists of which Terraform does not know")
        self.target.reconcile(report)
        self.stage()
        return self._apply()

    def _apply(self, replace: Sequence[str] = ()) -> dict[str, object]:
        """Apply; leaves the mark of an unfinished apply when it is cut short or meets an unknown resource."""
        home = self.target.home
        terraform = self._initialised()
        home.applied.unlink(missing_ok=True)
        home.applying.touch()
        try:
            with showing(self.screen) as show:
                values = terraform.apply(show, replace)
        except UnknownResourceError:
            raise
        except FailedError as error:
            home.applying.unlink()
            raise _with_culprit(error, self.target) from error
        home.applying.unlink()
        return values

    def _initialised(self) -> Terraform:
        """Terraform in the staged folder, with its provider installed."""
        home, written = Path.home(), self.target.home.terraform_config
        report = reporter(self.screen)
        terraform = self._terraform(written if written.is_file() else user_config(self.environ, home))
        if terraform.is_initialised():
            return terraform
        source = choose_source(self.environ, home, written)
        report(f"installing the AWS provider for Terraform from {source.description}")
        terraform = self._terraform(source.config_file)
        terraform.init()
        return terraform

    def _terraform(self, config_file: Path | None) -> Terraform:
        environment = self.target.terraform_environment(self.environ, config_file)
        folder, report = self.target.home.terraform_dir, reporter(self.screen)
        return Terraform(folder, environment, self.lock_descriptor, report, self.target.is_alive)


def _with_culprit(error: FailedError, target: Target) -> FailedError:
    """The same error, or the real one when the target went away underneath."""
    dead = [process for process in target.processes() if not process.healthy]
    if not dead:
        return error
    names = " and ".join(process.name for process in dead)
    logs = ", ".join(process.log for process in dead)
    return FailedError(f"{names} went away while Terraform was at work (log: {logs})", _AGAIN)
