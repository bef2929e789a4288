"""One moment of a sandbox on disk: what of its home belongs to its newest checkpoint."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import FailedError, MissingError, act, to_run
from finpulse_cli.daemon.process import running
from finpulse_cli.targets.embedded import ministack
from finpulse_cli.targets.embedded.sandbox_file.contents import MAIL, OBJECTS
from finpulse_cli.targets.embedded.snapshot.snapshot_file import SERVICES
from finpulse_cli.targets.embedded.snapshot.untouched import is_untouched
from finpulse_cli.targets.embedded.state_folder import Manifest, StateFolder
from finpulse_cli.targets.instance import Instance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finpulse_cli.core.console import Report
    from finpulse_cli.core.paths import TargetHome

_FOREVER = float("inf")
_SIDECAR = ".meta.json"  # the emulator's own file beside an object


@dataclass(frozen=True, slots=True)
class Moment:
    """A checkpoint that nobody takes away, and until when (epoch seconds) other files belong to it."""

    checkpoint: Path
    manifest: Manifest
    until: float


@contextmanager
def newest_moment(home: TargetHome, report: Report) -> Iterator[Moment]:
    """Yield the moment of now, of an emulator that runs, or that at which it was stopped.

    Raises MissingError when there is no sandbox, FailedError when what it holds is not on disk whole.
    """
    process, instance = running(home.pid_file("ministack")), Instance.load(home.instance)
    if instance is None or is_untouched(home):
        raise MissingError("there is no sandbox here to save", to_run("up"))
    if home.applying.exists() or not home.applied.exists():
        raise FailedError("the last `up` did not go through, so there is no whole stack to save", to_run("up"))
    if process is None and not instance.stopped_well:
        raise FailedError("the emulator was killed, and what it holds is not in one place", act("run `{}` first", "up"))
    if process is not None:
        report("having the emulator write down all it holds")
        if problem := ministack.checkpoint(process.port):
            raise FailedError(f"the emulator could not write down what it holds: {problem}", to_run("status"))
    with _held(StateFolder(home.state_dir)) as (folder, manifest):
        yield Moment(folder, manifest, _FOREVER if process is None else manifest.taken_at)


@contextmanager
def _held(state: StateFolder) -> Iterator[tuple[Path, Manifest]]:
    """Yield the newest checkpoint under a second name, so that the emulator may delete the first."""
    with tempfile.TemporaryDirectory(prefix="saving-", dir=state.root) as scratch:
        folder = Path(scratch) / "checkpoint"
        _link_newest(state, folder)
        manifest = Manifest.load(folder)
        if manifest is None or (damaged := manifest.damaged(folder)):
            what = ", ".join(damaged) if manifest else "its manifest"
            raise FailedError(f"the emulator's saved state is damaged: {what}", to_run("up"))
        if lost := set(SERVICES) & manifest.lost.keys():
            raise FailedError(f"the emulator could not write down {', '.join(sorted(lost))}", to_run("status"))
        yield folder, manifest


def _link_newest(state: StateFolder, folder: Path) -> None:
    """Link the newest checkpoint's files; where a newer one takes its place meanwhile, that one's."""
    tried: list[int] = []
    while (newest := state.checkpoints()[:1]) and newest[0] not in tried:
        tried += newest
        try:
            shutil.copytree(state.checkpoint(newest[0]), folder, copy_function=os.link)
        except (FileNotFoundError, shutil.Error):
            shutil.rmtree(folder, ignore_errors=True)
        else:
            return
    raise FailedError(f"{state.root} holds no complete state", to_run("up"))


def files_of(home: TargetHome, moment: Moment) -> dict[str, Path]:
    """Return the objects and e-mails that were there at the moment, by their names in a sandbox's file."""
    objects = _files(home.s3_dir, OBJECTS, moment.until)
    mails = {
        name: path
        for folder in ("new", "cur")
        for name, path in _files(home.mail_dir / folder, f"{MAIL}/{folder}", moment.until).items()
    }
    return objects | mails


def _files(root: Path, prefix: str, until: float) -> dict[str, Path]:
    """Return the plain files that were there at a moment; an object's sidecar goes with the object."""
    found = {}
    for path in sorted(root.rglob("*")) if root.is_dir() else ():
        told = path.lstat()
        owner = path.with_name(path.name.removesuffix(_SIDECAR))
        since = owner.lstat().st_mtime if owner != path and owner.is_file() else told.st_mtime
        if S_ISREG(told.st_mode) and since <= until:
            found[f"{prefix}/{path.relative_to(root).as_posix()}"] = path
    return found
