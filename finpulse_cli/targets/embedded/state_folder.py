"""The folder in which the embedded emulator's state is kept: complete checkpoints, and journals of what came after.

    checkpoint-000007/          the whole state of one moment; never touched once it has this name
        manifest.json           what it is: versions, moment, the size and SHA-256 of every file
        dynamodb.json ...       one file a service, in the emulator's own form
        lambda-blobs/           the functions' code
    journal-000007.log          what changed after that moment, see `journal_file`
    checkpoint-000008.partial-4711/  one in the making, by process 4711; whoever finds it later may delete it

A state is its newest checkpoint with the journals from that number on. Older ones go when a newer one is complete.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import shutil
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FORMAT = 1
MANIFEST = "manifest.json"
_FIRST = 1
_COMPLETE = re.compile(r"checkpoint-(\d{6})")
_PARTIAL = re.compile(r"checkpoint-(\d{6})\.partial-\d+")
_JOURNAL = re.compile(r"journal-(\d{6})\.log")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a checkpoint is. `files` has size in bytes and SHA-256 by path within the folder.

    `taken_at` is epoch seconds, `stack` the fingerprint of what was provisioned ("" before the first apply), `lost`
    what could not be saved and is that of the checkpoint before, by the name of the service, with the reason.
    """

    number: int
    taken_at: float
    emulator: str
    python: str
    stack: str
    files: Mapping[str, tuple[int, str]]
    lost: Mapping[str, str]
    format: int = FORMAT

    def save(self, folder: Path) -> None:
        """Write it, to disk, into a checkpoint that has everything else. Raises OSError."""
        with (folder / MANIFEST).open("w", encoding="utf-8") as file:
            json.dump(asdict(self), file, indent=1)
            file.flush()
            os.fsync(file.fileno())

    @classmethod
    def load(cls, folder: Path) -> Manifest | None:
        """Return the manifest of a checkpoint; None when there is none, or it is damaged or of another format."""
        try:
            fields = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            fields["files"] = {name: (int(size), str(digest)) for name, (size, digest) in fields["files"].items()}
            found = cls(**fields)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        return found if found.format == FORMAT else None

    def damaged(self, folder: Path) -> list[str]:
        """Return the files that are not, to the byte, what was saved."""
        return [name for name, expected in self.files.items() if described(folder / name) != expected]


def described(path: Path) -> tuple[int, str] | None:
    """Return size and SHA-256 of a file; None when it cannot be read."""
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
                size += len(block)
    except OSError:
        return None
    return size, digest.hexdigest()


@dataclass(frozen=True, slots=True)
class StateFolder:
    """The folder at `root`; nothing is made by asking."""

    root: Path

    def checkpoints(self) -> list[int]:
        """Return the numbers of the complete checkpoints, newest first."""
        return sorted(self._numbers(_COMPLETE), reverse=True)

    def journals(self, first: int = 0) -> list[int]:
        """Return the numbers of the journals from `first` on, oldest first."""
        return sorted(number for number in self._numbers(_JOURNAL) if number >= first)

    def next_number(self) -> int:
        """Return a number above all that are in use."""
        return max([0, *self.checkpoints(), *self.journals(), *self._numbers(_PARTIAL)]) + 1

    def checkpoint(self, number: int) -> Path:
        """Return the folder of a complete checkpoint."""
        return self.root / f"checkpoint-{number:06}"

    def partial(self, number: int) -> Path:
        """Return the folder in which this process makes a checkpoint."""
        return self.root / f"checkpoint-{number:06}.partial-{os.getpid()}"

    def journal(self, number: int) -> Path:
        """Return the file of a journal."""
        return self.root / f"journal-{number:06}.log"

    def complete(self, number: int, made: Path) -> None:
        """Give a checkpoint that has its manifest its name, and delete what it takes the place of. Raises OSError."""
        made.rename(self.checkpoint(number))
        _sync(self.root)
        for older in self.checkpoints():
            if older < number:
                shutil.rmtree(self.checkpoint(older), ignore_errors=True)
        for older in self.journals():
            if older < number:
                self.journal(older).unlink(missing_ok=True)

    def begin_first(self) -> Path:
        """Make the folder, and in it one for a first checkpoint that no emulator has written. Raises OSError."""
        self.root.mkdir(mode=0o700, parents=True)
        made = self.partial(_FIRST)
        made.mkdir(mode=0o700)
        return made

    def complete_first(self, made: Path, taken_at: float, emulator: str, stack: str) -> None:
        """Give a first checkpoint its manifest and its name; see `Manifest`. Raises OSError."""
        files = {
            path.relative_to(made).as_posix(): described(path) or (0, "")
            for path in sorted(made.rglob("*"))
            if path.is_file()
        }
        Manifest(_FIRST, taken_at, emulator, platform.python_version(), stack, files, lost={}).save(made)
        self.complete(_FIRST, made)

    def clear_partials(self) -> None:
        """Delete what was being made when its process ended."""
        for path in self._entries():
            if _PARTIAL.fullmatch(path.name):
                shutil.rmtree(path, ignore_errors=True)

    def kept_through(self) -> float | None:
        """Return the moment, in epoch seconds, up to which everything is kept; None when nothing is.

        The emulator touches its journal while all that it has acknowledged is in there.
        """
        newest = self.journals()[-1:]
        try:
            return self.journal(newest[0]).stat().st_mtime if newest and self.checkpoints() else None
        except OSError:
            return None

    def _numbers(self, pattern: re.Pattern[str]) -> list[int]:
        found = (pattern.fullmatch(path.name) for path in self._entries())
        return [int(match[1]) for match in found if match]

    def _entries(self) -> list[Path]:
        try:
            return list(self.root.iterdir())
        except OSError:
            return []


def _sync(folder: Path) -> None:
    """Have a folder's entries written to disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
