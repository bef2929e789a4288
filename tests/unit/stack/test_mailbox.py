"""Reading a mailbox that others read and write as well."""

from __future__ import annotations

import mailbox
from typing import TYPE_CHECKING

from finpulse_cli.stack.mailbox import Mail, MailFolder, parse_mail
from tests.factories import NOON

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_without_a_mailbox_there_is_no_mail_and_none_is_made(tmp_path: Path) -> None:
    assert MailFolder(tmp_path / "mail").mails() == []
    assert not (tmp_path / "mail").exists()


def test_one_that_was_deleted_meanwhile_is_none(tmp_path: Path) -> None:
    for folder in ("new", "cur", "tmp"):
        (tmp_path / folder).mkdir()
    assert MailFolder(tmp_path).read("gone") is None


def test_the_folder_is_looked_through_once_for_all_its_mails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For each of them it took a verdict on two thousand alerts minutes."""
    box = mailbox.Maildir(tmp_path / "mail")
    for number in range(20):
        box.add(f"Date: Fri, 20 Nov 2026 17:00:00 +0000\nSubject: mail {number}\n\ntext\n".encode())
    looks: list[object] = []

    class Watched(mailbox.Maildir):
        def _refresh(self) -> None:
            looks.append(self)
            super()._refresh()  # type: ignore[misc] # the library has it, its stubs do not

    monkeypatch.setattr(mailbox, "Maildir", Watched)
    found = MailFolder(tmp_path / "mail").by_key()
    assert sorted(mail.subject for mail in found.values()) == sorted(f"mail {number}" for number in range(20))
    assert len(looks) == 1
    newest = list(found)[-1]
    assert list(MailFolder(tmp_path / "mail").by_key(but=set(found) - {newest})) == [newest]


def test_a_mail_of_somebody_else_is_known_by_its_file() -> None:
    data = b"Date: Fri, 20 Nov 2026 17:00:00 +0000\nFrom: ada@example.org\nSubject: hi\n\ntext\n"
    assert parse_mail(data, "key") == Mail("key", NOON, "ada@example.org", "", "hi", "", "text\n")
    assert parse_mail(data, "key").topic_arn == ""


def test_only_the_link_that_confirms_is_one() -> None:
    mail = Mail(
        "id", NOON, "", "", "", "arn:aws:sns:r:0:topic:uuid", "", ("mailto:x", "http://h/confirmation.html?a=b")
    )
    assert mail.confirmation_link == "http://h/confirmation.html?a=b"
    assert mail.topic_arn == "arn:aws:sns:r:0:topic"
