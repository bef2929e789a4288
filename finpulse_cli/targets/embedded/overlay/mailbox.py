"""The mailbox of the embedded target: a Maildir below the target's home, for every address that it sends to.

A Maildir rather than an SMTP server: there is no port to guard, nothing that must run to receive, a message is there
whole or not at all (https://cr.yp.to/proto/maildir.html), and mail programs open it. `mailbox.Maildir` of the standard
library waits for the disk with every message, 60 ms where that was measured, in which the emulator would do nothing
else. What a killed process has renamed into place stays all the same.
"""

from __future__ import annotations

import logging
import os
from email import message_from_bytes
from email.policy import default
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from email.message import EmailMessage
    from pathlib import Path

_HOST = "localhost"  # the last part of a message's file name; deliveries are from this machine only
_UNFOLDED = default.clone(max_line_length=998)  # an ARN in a folded header is read back with a space before it
logger = logging.getLogger("sns")


class Mailbox:
    """Takes e-mails in. `clock` gives the current time in UTC."""

    def __init__(self, path: Path, clock: Callable[[], datetime]) -> None:
        self._path = path
        self._clock = clock
        self._delivered = count(1)
        for folder in ("tmp", "new", "cur"):
            (path / folder).mkdir(mode=0o700, parents=True, exist_ok=True)

    def deliver(self, mail: EmailMessage) -> None:
        """Put a message there. One that cannot be written is logged; on AWS, too, who publishes hears nothing."""
        self.put(self.new_name(), self.text(mail))

    def text(self, mail: EmailMessage) -> bytes:
        """Return a message as its file has it."""
        return mail.as_bytes(policy=_UNFOLDED)

    def put(self, name: str, text: bytes) -> None:
        """Put a message there under a name of `new_name`, unless it is there, read or not."""
        if any((self._path / "cur").glob(f"{name}*")) or (self._path / "new" / name).exists():
            return
        begun, done = self._path / "tmp" / name, self._path / "new" / name
        try:
            begun.touch(mode=0o600)
            begun.write_bytes(text)
            begun.rename(done)
        except OSError:
            mail = message_from_bytes(text)
            logger.exception("the e-mail %r to %s could not be written", mail["Subject"], mail["To"])

    def new_name(self) -> str:
        """Return a file's name that no other message has had or will have."""
        now = self._clock()
        return f"{int(now.timestamp())}.M{now.microsecond}P{os.getpid()}Q{next(self._delivered)}.{_HOST}"
