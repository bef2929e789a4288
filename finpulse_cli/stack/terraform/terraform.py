"""Runs Terraform in a staged folder, line by line, and ends it in good order on Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import FailedError, MissingError, StoppedError, act
from finpulse_cli.stack.terraform.fingerprint import provider_fingerprint
from finpulse_cli.stack.terraform.json_events import Diagnostic, Event, Outputs, Planned, parse
from finpulse_cli.stack.terraform.stage import LEFT_STATE_FILE, LOCK_FILE, OVERRIDE_FILE
from finpulse_cli.stack.terraform.watchdog import ending_with

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path
    from types import FrameType

    from finpulse_cli.core.console import Report

_PROVIDER = ".terraform/providers/*/hashicorp/aws/*/*/terraform-provider-aws_*"
_INIT_MARK = ".terraform/finpulse-init"
_TAIL_LINES = 5
_QUIETLY = ("-json", "-input=false", "-no-color")


class UnknownResourceError(FailedError):
    """The target holds a resource that Terraform does not know of, left by an apply that was cut short."""


@dataclass(frozen=True, slots=True)
class Result:
    """How one Terraform call ended: exit code, its diagnostics, and the last lines that were not JSON."""

    code: int
    diagnostics: list[Diagnostic]
    tail: list[str]

    def explain(self) -> str:
        """Return the errors, one a paragraph; what the tool printed last when it named none."""
        errors = [_paragraph(item) for item in self.diagnostics if item.severity == "error"]
        return "\n".join(dict.fromkeys(errors)) or "\n".join(self.tail) or f"terraform ended with code {self.code}"


class Terraform:
    """Terraform in one staged folder; `program` is the command that runs it, tflocal on an emulator.

    `lock_descriptor` is the target's lock: sharing it with the child keeps the lock for as long as Terraform works,
    even if this process is killed. `is_alive` says whether what Terraform talks to still runs: once it does not,
    Terraform is ended instead of being left to ask again and again. `again` is the command to run after a stop.
    """

    def __init__(
        self,
        program: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        lock_descriptor: int,
        report: Report,
        is_alive: Callable[[], bool],
        again: str = "up",
    ) -> None:
        self._program = list(program)
        self._folder = folder
        self._environment = dict(environment)
        self._lock_descriptor = lock_descriptor
        self._report = report
        self._is_alive = is_alive
        self._again = again

    def is_initialised(self) -> bool:
        """Return whether `init` went through for exactly these files and the provider is still where it was put."""
        mark = self._folder / _INIT_MARK
        provider = any(path.is_file() for path in self._folder.glob(_PROVIDER))
        return provider and mark.is_file() and mark.read_text(encoding="utf-8") == provider_fingerprint(self._folder)

    def init(self) -> None:
        """Install the provider. Raises MissingError when Terraform cannot get it."""
        result = self._run(
            ["init", "-json", "-input=false", "-no-color", "-reconfigure"], lambda _event: None, lambda: True
        )
        if result.code != 0:
            raise MissingError(
                f"terraform init failed:\n{result.explain()}",
                act("run `{}`: it shows where the AWS provider is looked for", "doctor"),
            )
        lock = self._folder / LOCK_FILE
        if lock.is_file():
            lock.chmod(0o600)  # Terraform opens it to all, whatever the umask says
        (self._folder / _INIT_MARK).write_text(provider_fingerprint(self._folder), encoding="utf-8")

    def plan(self, on_event: Callable[[Event], None], to: Path, *, locked: bool = True) -> list[Planned]:
        """Work out what an apply would do, and keep it in the file `to`. Raises FailedError.

        Who only wants to look need not have the state `locked`. The file holds the values of variables; whoever asks
        for it removes it.
        """
        changes: list[Planned] = []

        def collect(event: Event) -> None:
            if isinstance(event, Planned):
                changes.append(event)
            on_event(event)

        result = self._run(
            ["plan", *_QUIETLY, *([] if locked else ["-lock=false"]), f"-out={to}"], collect, self._is_alive
        )
        if result.code != 0:
            raise FailedError(f"terraform plan failed:\n{result.explain()}", "mend that, then run the command again")
        return changes

    def apply(
        self, on_event: Callable[[Event], None], replace: Sequence[str] = (), planned: Path | None = None
    ) -> dict[str, object]:
        """Create and change what the configuration asks for; returns the outputs by name. Raises FailedError.

        The resources at the addresses `replace` are recreated even if nothing about them changed. `planned` is the
        file of a plan that is to be carried out as it is.
        """
        outputs: dict[str, object] = {}

        def collect(event: Event) -> None:
            if isinstance(event, Outputs):
                outputs.update(event.values)
            on_event(event)

        what = [str(planned)] if planned else [f"-replace={address}" for address in replace]
        result = self._run(["apply", *_QUIETLY, "-auto-approve", *what], collect, self._is_alive)
        if result.code != 0:
            kind = UnknownResourceError if _names_unknown_resource(result) else FailedError
            message = f"terraform apply failed:\n{result.explain()}"
            raise kind(message, act("run `{}` again; it goes on where this one ended", self._again))
        return outputs

    def resources(self) -> list[str]:
        """List the addresses of what the state holds. Raises FailedError."""
        told = self._ask("state", "list")
        if told.returncode != 0 and "No state file" not in told.stderr:
            raise FailedError(f"terraform cannot read its state:\n{told.stderr.strip()}", "mend that, then try again")
        return [line.strip() for line in told.stdout.splitlines() if line.strip()]

    def save_left_state(self) -> bool:
        """Save the state that an earlier run had to leave in a file because its place could not be reached any more.

        Returns whether there was one. Raises FailedError when it still cannot be saved: it would be lost.
        """
        left = self._folder / LEFT_STATE_FILE
        if not left.is_file():
            return False
        told = self._ask("state", "push", left.name)
        if told.returncode != 0:
            raise FailedError(
                f"the state that the last run left in {left} cannot be saved:\n{told.stderr.strip()}",
                "mend that, then run the command again; without it Terraform would not know what it has made",
            )
        left.unlink()
        return True

    def _ask(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a short command of Terraform's that prints no events."""
        return subprocess.run(  # noqa: S603 - as in _run
            [*self._program, *arguments],
            cwd=self._folder,
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def destroy(self, on_event: Callable[[Event], None], first: Sequence[str] = ()) -> None:
        """Destroy all there is. Raises FailedError.

        `first` are addresses that are applied before, so that their new settings let them be destroyed.
        """
        steps = [["apply", *_QUIETLY, "-auto-approve", *[f"-target={address}" for address in first]]] if first else []
        for step in (*steps, ["destroy", *_QUIETLY, "-auto-approve"]):
            result = self._run(step, on_event, self._is_alive)
            if result.code != 0:
                message = f"terraform {step[0]} failed:\n{result.explain()}"
                raise FailedError(message, "run the command again; it goes on where this one ended")

    def _run(self, arguments: list[str], on_event: Callable[[Event], None], may_go_on: Callable[[], bool]) -> Result:
        """Run Terraform and hand on each event. Raises StoppedError when the user stopped it and it ended."""
        (self._folder / OVERRIDE_FILE).unlink(missing_ok=True)
        process = subprocess.Popen(  # noqa: S603 - Terraform or tflocal with arguments of our own
            [*self._program, *arguments],
            cwd=self._folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,  # the terminal's Ctrl-C must reach Terraform once, from here, not twice
            pass_fds=(self._lock_descriptor,),
        )
        with process, _passing_signals_on(process, self._report) as stops, ending_with(process, may_go_on):
            result = _read(process, on_event)
        if stops:
            raise StoppedError("stopped", act("run `{}` again", self._again))
        return result


def _read(process: subprocess.Popen[str], on_event: Callable[[Event], None]) -> Result:
    """Read the output to its end."""
    diagnostics: list[Diagnostic] = []
    tail: list[str] = []
    for line in process.stdout or ():
        event = parse(line)
        if isinstance(event, Diagnostic):
            diagnostics.append(event)
        if event is not None:
            on_event(event)
        elif not line.startswith("{") and line.strip():
            tail = [*tail[1 - _TAIL_LINES :], line.rstrip()]
    return Result(process.wait(), diagnostics, tail)


@contextmanager
def _passing_signals_on(process: subprocess.Popen[str], report: Report) -> Iterator[list[int]]:
    """Let a Ctrl-C (or a request to end) meanwhile interrupt Terraform once, so that it saves its state.

    Yields the list of the signals that came. The third one ends Terraform at once, for those who cannot wait.
    """
    stops: list[int] = []

    def handle(number: int, _frame: FrameType | None) -> None:
        stops.append(number)
        if len(stops) == 1:
            report("stopping: terraform finishes what it has begun and saves its state")
            process.send_signal(signal.SIGINT)
        elif len(stops) == 2:
            report("still stopping; one more Ctrl-C ends terraform at once and may lose track of resources")
        else:
            os.killpg(process.pid, signal.SIGKILL)

    if threading.current_thread() is not threading.main_thread():
        yield stops
        return
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.signal(number, handle) for number in numbers]
    try:
        yield stops
    finally:
        for number, previous in zip(numbers, before, strict=True):
            signal.signal(number, previous)


def _paragraph(item: Diagnostic) -> str:
    where = f"{item.address}: " if item.address else ""
    return f"  {where}{item.summary}" + (f"\n    {' '.join(item.detail.split())}" if item.detail else "")


def _names_unknown_resource(result: Result) -> bool:
    """Return whether a resource could not be created because it is there already."""
    text = result.explain().lower().replace(" ", "")
    return "alreadyexists" in text or "alreadyowned" in text
