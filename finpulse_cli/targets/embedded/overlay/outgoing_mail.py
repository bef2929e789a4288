"""E-mails that functions have sent, on their way into the mailbox.

An e-mail cannot be taken back, and what its sender notes of it can be lost when the emulator is killed: the note is in
the journal a tenth of a second later. So an e-mail is kept back until its sender goes on, with the next call it makes:
then it joins the journal in front of whatever that call changes, and it is in the mailbox once both are on disk. One
that was in the journal but not yet in the mailbox when the emulator was killed is put there by the next.
"""

from __future__ import annotations

import time
from contextvars import ContextVar
from typing import TYPE_CHECKING

from finpulse_cli.targets.embedded.overlay.chaos.wire import caller_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import EmailMessage

    from finpulse_cli.targets.embedded.overlay.asgi import Application, Message, Receive, Send
    from finpulse_cli.targets.embedded.overlay.journal import Journal
    from finpulse_cli.targets.embedded.overlay.mailbox import Mailbox

MAIL, DELIVERED = "mail", "delivered"
LONGEST_SECONDS = 1.0  # a sender that makes no further call has gone on all the same
_sender: ContextVar[str | None] = ContextVar("sender", default=None)


class OutgoingMail:
    """E-mails of functions; those of anybody else go into the mailbox at once. `monotonic` gives seconds."""

    def __init__(self, mailbox: Mailbox, journal: Journal, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._mailbox, self._journal, self._monotonic = mailbox, journal, monotonic
        self._held: dict[str, list[tuple[float, bytes]]] = {}
        self._journaled: dict[str, bytes] = {}

    def deliver(self, mail: EmailMessage) -> None:
        """Take an e-mail of whoever makes the call at work; see `mailbox.Mailbox.deliver`."""
        sender = _sender.get()
        if sender is None or self._journal.number is None:
            self._mailbox.deliver(mail)
        else:
            self._held.setdefault(sender, []).append((self._monotonic(), self._mailbox.text(mail)))

    def goes_on(self, sender: str) -> None:
        """Note that a function makes its next call, which has not changed anything yet."""
        for _, text in self._held.pop(sender, ()):
            self._send(text)

    def ready(self) -> list[str]:
        """Return the names of those that are in the journal once it is written next."""
        latest = self._monotonic() - LONGEST_SECONDS
        for sender in [name for name, mails in list(self._held.items()) if mails[0][0] <= latest]:
            self.goes_on(sender)
        return list(self._journaled)

    def put(self, names: list[str]) -> None:
        """Put e-mails into the mailbox that the journal has on disk."""
        for name in names:
            self._mailbox.put(name, self._journaled[name])
            del self._journaled[name]
            self._journal.add(DELIVERED, name)

    def put_all(self) -> None:
        """Put all there are into the mailbox, also those whose senders have not gone on."""
        for sender in list(self._held):
            self.goes_on(sender)
        self.put(list(self._journaled))

    def restore_mail(self, name: str, text: bytes) -> None:
        """Take an e-mail that was in the journal of the emulator before."""
        self._journaled[name] = text

    def restore_delivered(self, name: str) -> None:
        """Forget one that was in the mailbox."""
        self._journaled.pop(name, None)

    def _send(self, text: bytes) -> None:
        name = self._mailbox.new_name()
        self._journal.add(MAIL, name, text)
        self._journaled[name] = text


def with_senders(inner: Application, mail: OutgoingMail, function_of: Callable[[str], str | None]) -> Application:
    """`inner`, which knows the sender of an e-mail; `function_of` tells whose key a call is signed by."""

    async def application(scope: Message, receive: Receive, send: Send) -> None:
        caller = caller_of(scope, function_of) if scope["type"] == "http" else None
        if caller is not None:
            mail.goes_on(caller[0])
            _sender.set(caller[0])
        await inner(scope, receive, send)

    return application
