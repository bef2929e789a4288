"""What the emulator acknowledges, written behind the last checkpoint within a fraction of a second.

Every change of an item, a message or what the lake has is an entry, in the order in which it happened; where the
mappings are and which records the streams got is looked up when a frame is written. A frame holds the positions as they
were before its entries, and the records as they were after: so whatever prefix of frames survives, no consumer is
ahead of its tables, and none has read what the stream does not hold.

A disk that takes no more costs nothing yet: frames wait in memory, up to a limit, and are written when it takes them.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections import deque
from importlib import import_module
from typing import TYPE_CHECKING, Any

from finpulse_cli.targets.embedded.journal_file import BROKEN, Entry, Head, encode_entry, encode_frame

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from finpulse_cli.targets.embedded.state_folder import StateFolder

BACKLOG_BYTES = 64 * 1024 * 1024


class Journal:
    """`before` and `after` give the entries of a frame that are looked up when it is written.

    `add` may be called on any thread, `write` as well; the rest on one thread.
    """

    def __init__(
        self, folder: StateFolder, before: Callable[[], Iterable[Entry]], after: Callable[[], Iterable[Entry]]
    ) -> None:
        self._folder = folder
        self._before, self._after = before, after
        self._entries: deque[bytes] = deque()
        self._backlog: list[bytes] = []
        self._head: Head | None = None
        self._descriptor: int | None = None
        self._bytes = 0
        self._through = 0.0
        self._is_torn = False
        self._lock = threading.Lock()
        self.failure: str | None = None

    @property
    def number(self) -> int | None:
        """Number of the journal that is written now; None before the first."""
        return None if self._head is None else self._head.number

    @property
    def size_bytes(self) -> int:
        """How much has been written to it."""
        return self._bytes

    @property
    def has_entries(self) -> bool:
        """Whether anything was written to it behind its head."""
        return self._head is not None and self._bytes > len(self._head.encode())

    def begin(self, number: int, follows: int, at: int) -> None:
        """Begin the first journal of this process, which goes on from `at` bytes of another."""
        with self._lock:
            self._open(Head(number, follows, at))

    def add(self, *entry: Any) -> None:
        """Take down what has just happened."""
        if self._head is None:
            return
        try:
            self._entries.append(encode_entry(entry))
        except ValueError:
            self._entries.append(encode_entry(_plain(entry)))

    def write(self) -> bool:
        """Write all that was taken down; whether the file has all there is."""
        with self._lock:
            return self._write()

    def go_on(self, number: int) -> bool:
        """Begin the next journal; whether this one has all that came before.

        Where it has not, the next is of no use without the checkpoint of its number.
        """
        with self._lock:
            if self._head is None:
                return False
            is_whole = self._write()
            follows, at = self._head.number, self._bytes if is_whole else BROKEN
            self._close()
            self._backlog, self._is_torn = [], False
            self._open(Head(number, follows, at))
            return is_whole

    def sync(self) -> None:
        """Have what was written reach the disk, and the file tell until when everything is in it."""
        if self._descriptor is None or self.failure is not None:
            return
        through = time.time()
        try:
            os.fsync(self._descriptor)
            self._tell(through)
        except OSError as error:
            self.failure = _reason(error)

    def _write(self) -> bool:
        if self._head is None:
            return False
        through = time.time()
        entries = [encode_entry(entry) for entry in self._before()]
        entries.extend(self._entries.popleft() for _ in range(len(self._entries)))
        entries.extend(encode_entry(entry) for entry in self._after())
        if entries and not self._is_torn:
            self._backlog.append(encode_frame(through, entries))
        try:
            self._put_backlog()
        except OSError as error:
            self.failure = _reason(error)
            self._tell(self._through)
            self._is_torn = self._is_torn or sum(map(len, self._backlog)) > BACKLOG_BYTES
            if self._is_torn:
                self._backlog = []
        else:
            self.failure = "more than fits into memory waited for it" if self._is_torn else None
            self._through = self._through if self._is_torn else through
        return self.failure is None

    def _put_backlog(self) -> None:
        """Write what waits; after an error the file ends with its last whole frame."""
        if self._descriptor is None and self._head is not None:
            self._open(self._head)
        while self._backlog:
            self._append(self._backlog[0])
            self._backlog.pop(0)

    def _append(self, data: bytes) -> None:
        if self._descriptor is None:
            raise OSError("the journal could not be opened")
        view = memoryview(data)
        try:
            while view:
                view = view[os.write(self._descriptor, view) :]
        except OSError:
            os.ftruncate(self._descriptor, self._bytes)
            raise
        self._bytes += len(data)

    def _tell(self, moment: float) -> None:
        """Have the file's time say up to when everything is in it; a write that failed has changed that, too."""
        self._through = moment
        if self._descriptor is not None:
            os.utime(self._descriptor, (moment, moment))

    def _open(self, head: Head) -> None:
        self._head, self._bytes = head, 0
        try:
            self._folder.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_TRUNC | os.O_CLOEXEC
            self._descriptor = os.open(self._folder.journal(head.number), flags, 0o600)
            self._append(head.encode())
        except OSError as error:
            self._close()
            self.failure = _reason(error)

    def _close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _plain(entry: Entry) -> Entry:
    """Return an entry of the emulator's own containers as plain values, as its files would bring them back."""
    persistence: Any = import_module("ministack.core.persistence")
    return tuple(json.loads(json.dumps(list(entry), default=persistence._json_default)))


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
