"""Keeps the emulator's state while it runs: journal at once, a checkpoint when it is asked for or due, both at the end.

One thread does it. What takes long is done by a copy of the process, see `checkpointing`.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

from finpulse_cli.stack.terraform.applied import Applied
from finpulse_cli.targets.embedded.overlay.checkpointing import Checkpoint, CheckpointError
from finpulse_cli.targets.embedded.saved import SaveRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from finpulse_cli.targets.embedded.overlay.journal import Journal
    from finpulse_cli.targets.embedded.overlay.outgoing_mail import OutgoingMail
    from finpulse_cli.targets.embedded.state_folder import Manifest, StateFolder

WRITE_SECONDS = 0.1
SYNC_SECONDS = 1.0
CHECKPOINT_SECONDS = 300.0
RETRY_SECONDS = 30.0
JOURNAL_BYTES = 64 * 1024 * 1024  # read in a second or two when the emulator starts
_log = logging.getLogger("persistence")


@dataclass(slots=True)
class Ticket:
    """A checkpoint that was asked for. `failure` is why there is none, once `done` is set."""

    done: threading.Event = field(default_factory=threading.Event)
    failure: str | None = None


class Keeper:
    """`stack` gives the fingerprint of what is provisioned; `undelivered` has Firehose write what it has gathered.

    It returns how many records are left. `freeze` lets no mapping note that it has read on. `mail` has the e-mails that
    wait for the journal.
    """

    def __init__(
        self,
        folder: StateFolder,
        journal: Journal,
        stack: Callable[[], str],
        undelivered: Callable[[], int],
        freeze: Callable[[], None],
        mail: OutgoingMail,
    ) -> None:
        self._folder, self._journal, self._stack = folder, journal, stack
        self._undelivered, self._freeze, self._mail = undelivered, freeze, mail
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="finpulse-keeper", daemon=True)
        self._lock = threading.Lock()
        self._waiting: list[Ticket] = []
        self._served: list[Ticket] = []
        self._making: Checkpoint | None = None
        self._tried = self._synced = time.monotonic()
        self._failure: str | None = None
        self._complete: Manifest | None = None  # the checkpoint that the journal goes on from, once it is complete

    @property
    def problem(self) -> str | None:
        """Why what happens now is not kept, or the last checkpoint was not made; None while all is well."""
        return self._journal.failure or (f"no checkpoint: {self._failure}" if self._failure else None)

    def start(self) -> None:
        """Begin to keep what happens from now on."""
        self._thread.start()

    def ask(self) -> Ticket:
        """Ask for a checkpoint of this moment or a later one."""
        ticket = Ticket()
        if not self._thread.is_alive():
            ticket.failure = "this emulator keeps no state"
            ticket.done.set()
            return ticket
        with self._lock:
            self._waiting.append(ticket)
        return ticket

    def close(self, _services: Mapping[str, Callable[[], Any]]) -> None:
        """Take the place of MiniStack's `save_all`: keep everything, and record what could not be kept.

        Positions are frozen first: what a function would have done from then on may be missing.
        """
        self._freeze()
        left = self._undelivered()
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()
        self._end_making()
        lost = self._last_checkpoint()
        if left:
            lost["firehose records"] = f"{left} that it had gathered could not be written to the lake"
        if unwritten := _only_in_memory():
            lost["s3 objects"] = f"{len(unwritten)} could not be written, for example {unwritten[0]}"
        try:
            SaveRecord.of_this_process(lost).save(self._folder.root)
        except OSError as error:
            _log.error("what was saved could not be recorded: %s", error)

    def _last_checkpoint(self) -> dict[str, str]:
        """Make it, unless nothing has happened since the one before; what could not be saved and why."""
        is_whole = self._journal.write()
        self._mail.put_all()
        is_whole = self._journal.write() and is_whole
        self._journal.sync()
        if self._complete is not None and is_whole and not self._journal.has_entries:
            return dict(self._complete.lost)
        try:
            return dict(self._begin().wait().lost)
        except CheckpointError as error:
            _log.error("no checkpoint: %s", error)
            return _lost(is_whole, str(error), self._folder.kept_through())

    def _run(self) -> None:
        while not self._stopping.wait(WRITE_SECONDS):
            try:
                self._tick(time.monotonic())
            except Exception:  # noqa: BLE001 - what it could not do it tries again
                _log.exception("keeping the state failed")

    def _tick(self, now: float) -> None:
        failed = self._journal.failure
        self._write()
        if now - self._synced >= SYNC_SECONDS:
            self._journal.sync()
            self._synced = now
        if self._journal.failure and not failed:
            _log.error("what happens now is not kept on disk: %s", self._journal.failure)
        if self._making is not None:
            self._look_at(self._making)
        elif self._is_due(now):
            self._try_to_begin(now)

    def _write(self) -> None:
        ready = self._mail.ready()
        self._journal.write()
        self._mail.put(ready)

    def _is_due(self, now: float) -> bool:
        since = now - self._tried
        if self._waiting:
            return True
        if self._journal.failure or self._failure:
            return since >= RETRY_SECONDS
        grown = self._journal.size_bytes >= JOURNAL_BYTES
        return (grown and since >= RETRY_SECONDS) or (since >= CHECKPOINT_SECONDS and self._journal.has_entries)

    def _try_to_begin(self, now: float) -> None:
        self._tried = now
        with self._lock:
            self._served, self._waiting = self._waiting, []
        try:
            self._making = self._begin()
        except CheckpointError as error:
            self._settle(str(error))

    def _begin(self) -> Checkpoint:
        number = self._folder.next_number()
        self._complete = None
        ready = self._mail.ready()
        self._journal.go_on(number)
        self._mail.put(ready)
        return Checkpoint(self._folder, number, self._stack())

    def _look_at(self, making: Checkpoint) -> None:
        try:
            if (manifest := making.poll()) is None:
                return
        except CheckpointError as error:
            self._settle(str(error))
        else:
            self._complete = manifest
            for name, why in manifest.lost.items():
                _log.error("%s could not be saved: %s", name, why)
            self._settle(None)
        self._making = None

    def _end_making(self) -> None:
        """Wait for the checkpoint in the making, if there is one."""
        if self._making is not None:
            try:
                self._complete = self._making.wait()
            except CheckpointError as error:
                _log.error("no checkpoint: %s", error)
            self._making = None
        self._settle("the emulator is being stopped")

    def _settle(self, failure: str | None) -> None:
        if failure:
            _log.error("no checkpoint: %s", failure)
        self._failure = failure
        served, self._served = self._served, []
        for ticket in served:
            ticket.failure = failure
            ticket.done.set()


def _lost(is_whole: bool, why: str, through: float | None) -> dict[str, str]:
    """Return what a last checkpoint that failed costs: all that the journal has not."""
    if is_whole and through is not None:
        return {"logs, metrics, queries and settings since the last checkpoint": why}
    return {"what came last": why}


def _only_in_memory() -> list[str]:
    """Return the objects of S3 that are not on disk: MiniStack forgets an object's bytes once it has written them."""
    objects: Any = import_module("ministack.services.s3")
    if not objects.S3_PERSIST:
        return []
    return [
        f"s3://{bucket}/{key}"
        for (_account, bucket), content in objects._buckets._data.items()
        for key, stored in content["objects"].items()
        if stored.get("body") is not None
    ]


def stack_of(applied: Path) -> str:
    """Return the fingerprint of the configuration that was last applied; "" before the first apply."""
    found = Applied.load(applied)
    return "" if found is None else found.fingerprint.configuration
