"""A checkpoint of the whole emulator at one moment, made by a copy of its process while it goes on.

`fork` gives the copy the memory of that very moment, so nothing has to stand still, and the work is done beside the
emulator and not in its interpreter. The copy writes files and ends; the checkpoint gets its name from the emulator.
"""

from __future__ import annotations

import os
import platform
import shutil
import time
import warnings
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

from finpulse_cli.targets.embedded.ministack import VERSION
from finpulse_cli.targets.embedded.overlay.saving import write_state
from finpulse_cli.targets.embedded.state_folder import Manifest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from finpulse_cli.targets.embedded.state_folder import StateFolder

_OUTPUTS = 3  # the first file descriptor that is neither stdin, stdout nor stderr
_DESCRIPTORS = 65536


class CheckpointError(Exception):
    """A checkpoint could not be made; the text is the reason."""


class Checkpoint:
    """One in the making. Raises CheckpointError where the process cannot be copied."""

    def __init__(self, folder: StateFolder, number: int, stack: str) -> None:
        application: Any = import_module("ministack.app")
        services = application._build_persistence_save_dict()
        self._folder, self.number = folder, number
        self._partial = folder.partial(number)
        self._reading, writing = os.pipe()
        # From here to the copy nothing else of this thread runs, so the moment is that of the copy.
        try:
            self._pid = _fork()
        except OSError as error:
            os.close(self._reading)
            os.close(writing)
            raise CheckpointError(f"the process could not be copied: {error.strerror}") from error
        if self._pid == 0:
            _end_copy(writing, lambda: self._write(services, stack))
        os.close(writing)

    def poll(self) -> Manifest | None:
        """Give the checkpoint its name once it is written; None as long as it is not. Raises CheckpointError."""
        pid, status = os.waitpid(self._pid, os.WNOHANG)
        return self._finish(status) if pid else None

    def wait(self) -> Manifest:
        """Wait until it is written, and give it its name. Raises CheckpointError."""
        return self._finish(os.waitpid(self._pid, 0)[1])

    def _finish(self, status: int) -> Manifest:
        with os.fdopen(self._reading, "rb") as pipe:
            told = pipe.read()
        manifest = Manifest.load(self._partial) if status == 0 else None
        try:
            if manifest is None:
                raise CheckpointError(told.decode() or f"the process that wrote it ended with status {status}")
            self._folder.complete(self.number, self._partial)
        except OSError as error:
            raise CheckpointError(error.strerror or str(error)) from error
        finally:
            shutil.rmtree(self._partial, ignore_errors=True)
        return manifest

    def _write(self, services: Mapping[str, Callable[[], Any]], stack: str) -> None:
        taken_at, partial = time.time(), self._partial
        partial.mkdir(mode=0o700)
        done = self._folder.checkpoints()
        files, lost = write_state(partial, services, self._folder.checkpoint(done[0]) if done else None)
        emulator, python = f"ministack {VERSION}", platform.python_version()
        Manifest(self.number, taken_at, emulator, python, stack, files, lost).save(partial)


def _fork() -> int:
    with warnings.catch_warnings():
        # Python 3.12 warns of locks that other threads hold: the copy takes none of theirs.
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _end_copy(writing: int, work: Callable[[], None]) -> None:
    """Run `work` in the copy and end it. Of the emulator's sockets it keeps none: they would outlive a killed one."""
    try:
        os.closerange(_OUTPUTS, writing)
        os.closerange(writing + 1, _DESCRIPTORS)
        with suppress(OSError):
            os.nice(5)
        work()
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is told, and the copy ends
        with suppress(OSError):
            os.write(writing, reason(error).encode())
        os._exit(1)
    os._exit(0)


def reason(error: BaseException) -> str:
    """Return why something failed, in the words of the system where it has any."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return f"{type(error).__name__}: {error}"
