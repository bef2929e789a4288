"""The mailbox of the embedded target: a Maildir below the target's home, for every address that it sends to.

A Maildir rather than an SMTP server: there is no port to guard, nothing that must run to receive, a message is there
whole or not at all (https://cr.yp.to/proto/maildir.html), and mail programs open it. `mailbox.Maildir` of the standard
library waits for the disk with every message, 60 ms where that was measured, in which the emulator would do nothing
else. What a killed process has renamed into place stays all the same.
"""

from __future__ import annotations

import logging
import os
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
        name = self._unique_name()
        begun, done = self._path / "tmp" / name, self._path / "new" / name
        try:
            begun.touch(mode=0o600)
            begun.write_bytes(mail.as_bytes(policy=_UNFOLDED))
            begun.rename(done)
        except OSError:
            logger.exception("the e-mail %r to %s could not be written", mail["Subject"], mail["To"])

    def _unique_name(self) -> str:
        now = self._clock()
        return f"{int(now.timestamp())}.M{now.microsecond}P{os.getpid()}Q{next(self._delivered)}.{_HOST}"
