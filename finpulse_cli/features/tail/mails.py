"""`finpulse mail`: every e-mail in the mailbox of a target that delivers on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finpulse_cli.core.errors import FailedError, MissingError, to_run
from finpulse_cli.features.tail import cells
from finpulse_cli.features.tail.base import Column, Row, Source
from finpulse_cli.stack.mailbox import Mail, MailFolder
from lambdas.shared.domain.timestamps import format_timestamp

if TYPE_CHECKING:
    from finpulse_cli.features.tail.base import Values

COLUMNS = (
    Column("sent (UTC)", cells.moment("sent_at"), 14),
    Column("age", cells.age("sent_at"), 4, right=True, from_width=90),
    Column("to", cells.text("to"), 25),
    Column("subject", cells.text("subject"), 60),
    Column("id", cells.text("id"), 36, from_width=120),
)


def mail_folder(source: Source) -> MailFolder:
    """Return the target's mailbox. Raises MissingError where there is none on this machine."""
    if not source.home.mail_dir.is_dir():
        raise MissingError(
            "this target keeps no mailbox on this machine: AWS mails to people, LocalStack to nobody",
            to_run("mail --target embedded"),
        )
    return MailFolder(source.home.mail_dir)


def mail_rows(folder: MailFolder, limit: int) -> list[Row]:
    """Return the newest e-mails, the newest last."""
    mails = [mail for key in folder.keys()[-limit:] if (mail := folder.read(key)) is not None]
    return [Row(mail.id, mail_values(mail)) for mail in mails]


def find_mail(folder: MailFolder, name: str) -> Mail:
    """Return the newest e-mail whose id begins with `name`. Raises FailedError when there is none."""
    for key in reversed(folder.keys()):
        mail = folder.read(key)
        if mail is not None and mail.id.startswith(name):
            return mail
    raise FailedError(f"no e-mail has an id that begins with {name!r}", to_run("mail"))


def mail_values(mail: Mail) -> Values:
    """Return an e-mail as `--json` prints it."""
    values: dict[str, Any] = {
        "id": mail.id,
        "sent_at": format_timestamp(mail.sent_at),
        "from": mail.sender,
        "to": mail.to,
        "subject": mail.subject,
        "topic_arn": mail.topic_arn,
        "confirmation_link": mail.confirmation_link,
        "text": mail.text,
    }
    return values
