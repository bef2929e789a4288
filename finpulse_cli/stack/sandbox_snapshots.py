"""A sandbox saved as a file, and a file taken in: what a target can do whose whole state lies on this machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from finpulse_cli.core.console import Report

SUFFIX = ".finpulse"


@dataclass(frozen=True, slots=True)
class SavedSandbox:
    """What a file holds: of which moment (aware UTC), how many files.

    `differences` are what about the stack is not as it is here, one a line; `up` has Terraform apply those.
    """

    path: Path
    size_bytes: int
    saved_at: datetime
    files: int
    differences: Sequence[str]


class SandboxSnapshots(Protocol):
    """How a target's sandbox becomes a file, and a file its sandbox."""

    def save(self, to: Path, report: Report) -> SavedSandbox:
        """Write the sandbox of this moment, running or stopped, into the file `to`. Raises CliError."""

    def look(self, path: Path) -> SavedSandbox:
        """Return what a file holds, all of which was checked. Raises CliError for one that cannot be loaded here."""

    def would_replace(self) -> str | None:
        """Return what a load would delete; None when there is nothing."""

    def load(self, path: Path, report: Report) -> None:
        """Have the next `up` begin with a file that can be loaded, in the place of what is there. Raises CliError."""


def snapshot_path(text: str, shelf: Path) -> Path:
    """Return the file that a user means: a path as it is, a bare name on the `shelf`."""
    from pathlib import Path

    is_path = "/" in text or text.endswith(SUFFIX)
    return Path(text).expanduser() if is_path else shelf / f"{text}{SUFFIX}"
