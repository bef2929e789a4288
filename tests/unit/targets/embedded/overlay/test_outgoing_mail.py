"""E-mails of functions on their way into the mailbox."""

from __future__ import annotations

from contextlib import contextmanager
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.stack.mailbox import MailFolder
from finpulse_cli.targets.embedded.journal_file import JournalFile
from finpulse_cli.targets.embedded.overlay import outgoing_mail
from finpulse_cli.targets.embedded.overlay.journal import Journal
from finpulse_cli.targets.embedded.overlay.mailbox import Mailbox
from finpulse_cli.targets.embedded.overlay.outgoing_mail import DELIVERED, LONGEST_SECONDS, MAIL, OutgoingMail
from finpulse_cli.targets.embedded.state_folder import StateFolder
from tests.factories import NOON

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DETECTOR = "finpulse-anomaly-detector"


class Post:
    """A mailbox, a journal and what is on its way between them; `seconds` is the time."""

    def __init__(self, root: Path, *, keeps_state: bool = True) -> None:
        self.seconds = 0.0
        self.folder = StateFolder(root / "state")
        self.journal = Journal(self.folder, tuple, tuple)
        if keeps_state:
            self.journal.begin(1, 0, 0)
        self.box = Mailbox(root / "mail", lambda: NOON)
        self.mail = OutgoingMail(self.box, self.journal, lambda: self.seconds)
        self._read = MailFolder(root / "mail")

    def send(self, subject: str, sender: str | None = DETECTOR) -> None:
        """Send an e-mail within a call of a function."""
        with calling(sender):
            self.mail.deliver(letter(subject))

    def tick(self) -> None:
        """Write the journal, and deliver what was in it, as the keeper does."""
        ready = self.mail.ready()
        self.journal.write()
        self.mail.put(ready)

    @property
    def arrived(self) -> list[str]:
        """Subjects of the e-mails in the mailbox."""
        return [mail.subject for mail in self._read.mails()]

    @property
    def entries(self) -> list[str]:
        """Kinds of the entries on disk."""
        journal = JournalFile.open(self.folder.journal(1))
        assert journal is not None
        return [entry[0] for _, entries in journal.frames() for entry in entries]


@contextmanager
def calling(sender: str | None) -> Iterator[None]:
    token = outgoing_mail._sender.set(sender)
    yield
    outgoing_mail._sender.reset(token)


def letter(subject: str) -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"], mail["To"], mail["Date"] = subject, "ada@example.org", NOON
    mail.set_content("text")
    return mail


@pytest.fixture
def post(tmp_path: Path) -> Post:
    return Post(tmp_path)


def test_an_email_waits_until_its_sender_goes_on_and_the_journal_is_on_disk(post: Post) -> None:
    post.send("a spike")
    post.tick()
    assert (post.arrived, post.entries) == ([], [])
    post.mail.goes_on(DETECTOR)
    post.journal.add("item", "the note that it was sent")
    assert post.arrived == []
    post.tick()
    assert (post.arrived, post.entries) == (["a spike"], [MAIL, "item"])
    post.tick()
    assert (post.arrived, post.entries) == (["a spike"], [MAIL, "item", DELIVERED])


def test_another_functions_call_lets_nothing_go(post: Post) -> None:
    post.send("a spike")
    post.mail.goes_on("finpulse-aggregator")
    post.tick()
    assert post.arrived == []


def test_one_whose_sender_makes_no_further_call_goes_after_a_second(post: Post) -> None:
    post.send("a spike")
    post.seconds = LONGEST_SECONDS
    post.tick()
    assert post.arrived == ["a spike"]


def test_one_that_nobody_of_the_functions_sent_is_there_at_once(post: Post) -> None:
    post.send("confirm", sender=None)
    assert post.arrived == ["confirm"]


def test_without_a_journal_there_is_nothing_to_wait_for(tmp_path: Path) -> None:
    post = Post(tmp_path, keeps_state=False)
    post.send("a spike")
    assert post.arrived == ["a spike"]


def test_at_the_end_all_go(post: Post) -> None:
    post.send("a spike")
    post.mail.put_all()
    assert post.arrived == ["a spike"]


def test_what_was_in_the_journal_and_not_in_the_mailbox_is_put_there_once(tmp_path: Path) -> None:
    post = Post(tmp_path)
    names = [post.box.new_name() for _ in range(3)]
    texts = [post.box.text(letter(f"mail {number}")) for number in range(3)]
    for name, text in zip(names, texts, strict=True):
        post.mail.restore_mail(name, text)
    post.mail.restore_delivered(names[0])  # deleted since by who read it
    post.box.put(names[1], texts[1])  # there, but the journal ended before it said so
    post.mail.put_all()
    assert post.arrived == ["mail 1", "mail 2"]
