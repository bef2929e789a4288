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

from enum import IntEnum
from typing import ClassVar


class ExitCode(IntEnum):
    """What a `finpulse` process returns to its caller."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    EXPECTATION = 3
    MISSING = 4
    INTERRUPTED = 130


class CliError(Exception):
    """An error for the user: what happened, and what to do next."""

    exit_code: ClassVar[ExitCode] = ExitCode.FAILED

    def __init__(self, message: str, next_action: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.next_action = next_action


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
