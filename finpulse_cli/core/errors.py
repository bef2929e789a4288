"""Every error the CLI shows, in one tree.

    CliError                 something to tell the user, with the next thing to do
    ├── FailedError          exit 1: it was tried and it failed
    ├── UsageError           exit 2: the command line asks for something that makes no sense
    ├── ExpectationError     exit 3: everything ran, the result is not the expected one
    ├── MissingError         exit 4: something this machine or project needs is not there
    └── StoppedError         exit 130: the user stopped it (Ctrl-C) and it ended in good order

Raise one of these. `finpulse_cli.main` is the only place that turns them into exit codes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import ClassVar

WITHOUT_TARGET = frozenset({"cost", "demo", "detectors", "evaluate", "init", "parity", "record", "standin"})
"""Commands that take no --target."""


class ExitCode(IntEnum):
    """What a `finpulse` process returns to its caller."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    EXPECTATION = 3
    MISSING = 4
    INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Action:
    """Next step for the user: `text` with a `{}` for each of `commands`, such as `up --port 4570`.

    A command is told as the user has to call it: with `finpulse` before it, and with the target that the error is
    about, unless it names one itself or takes none.
    """

    text: str
    commands: tuple[str, ...] = ()

    def render(self, target: str | None = None) -> str:
        """Return the sentence; `target` is the one that the command line named, None where it named none."""
        first, *rest = self.text.split("{}")
        calls = (call_of(command, target) for command in self.commands)
        return first + "".join(call + text for call, text in zip(calls, rest, strict=True))

    def about(self, target: str) -> Action:
        """Return the same action about one target, whatever the command line named."""
        return Action(self.render(target))


def act(text: str, *commands: str) -> Action:
    """Return the action that says `text`, with a `{}` for each of the commands."""
    return Action(text, commands)


def to_run(command: str) -> Action:
    """Return the action to run one command."""
    return Action("run `{}`", (command,))


def call_of(command: str, target: str | None) -> str:
    """Return a command as a user calls it for `target`; AWS is never meant unless it is named."""
    name, *arguments = command.split(" ")
    if target is None or name in WITHOUT_TARGET or {"--aws", "--target"} & set(arguments):
        return f"finpulse {command}"
    return f"finpulse {command} {'--aws' if target == 'aws' else f'--target {target}'}"


class CliError(Exception):
    """An error for the user: what happened, and what to do next."""

    exit_code: ClassVar[ExitCode] = ExitCode.FAILED

    def __init__(self, message: str, action: Action | str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.action = Action(action) if isinstance(action, str) else action

    @property
    def next_action(self) -> str | None:
        """The next step, where the target in use is meant."""
        return self.action.render() if self.action else None


class FailedError(CliError):
    """It was tried and it failed."""

    exit_code = ExitCode.FAILED


class UsageError(CliError):
    """The command line asks for something that makes no sense."""

    exit_code = ExitCode.USAGE


class ExpectationError(CliError):
    """Everything ran, but the result is not the expected one."""

    exit_code = ExitCode.EXPECTATION


class MissingError(CliError):
    """Something this machine or project needs is not there; the next action says how to get it."""

    exit_code = ExitCode.MISSING


class StoppedError(CliError):
    """The user stopped it (Ctrl-C) and it ended in good order; the next action says how to go on."""

    exit_code = ExitCode.INTERRUPTED
