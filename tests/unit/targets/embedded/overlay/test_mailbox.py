"""E-mails become files of a Maildir."""

from __future__ import annotations

import mailbox
from datetime import timedelta
from email.message import EmailMessage
from typing import TYPE_CHECKING

from finpulse_cli.stack.mailbox import MailFolder
from finpulse_cli.targets.embedded.overlay.mailbox import Mailbox
from tests.factories import NOON

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def letter(subject: str) -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"], mail["To"] = subject, "ada@example.org"
    mail["Date"] = NOON
    mail.set_content("text")
    return mail


def test_mails_are_read_in_the_order_they_came(tmp_path: Path) -> None:
    moments = iter([NOON, NOON, NOON + timedelta(microseconds=5), NOON + timedelta(seconds=9)])
    box = Mailbox(tmp_path / "mail", lambda: next(moments))
    for number in range(4):
        box.deliver(letter(f"mail {number}"))
    assert [mail.subject for mail in MailFolder(tmp_path / "mail").mails()] == [f"mail {n}" for n in range(4)]


def test_a_mail_program_opens_it_and_nobody_else_of_this_machine(tmp_path: Path) -> None:
    Mailbox(tmp_path / "mail", lambda: NOON).deliver(letter("one"))
    [message] = mailbox.Maildir(tmp_path / "mail", create=False)
    assert message["Subject"] == "one"
    [file] = (tmp_path / "mail" / "new").iterdir()
    assert file.stat().st_mode & 0o77 == 0
    assert (tmp_path / "mail" / "new").stat().st_mode & 0o77 == 0


def test_what_cannot_be_written_is_logged_and_stops_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    box = Mailbox(tmp_path / "mail", lambda: NOON)
    (tmp_path / "mail" / "tmp").rmdir()
    box.deliver(letter("lost"))
    assert "'lost' to ada@example.org could not be written" in caplog.text
