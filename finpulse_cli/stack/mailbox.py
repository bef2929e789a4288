"""The mailbox of a target that delivers its e-mails on this machine, as its readers find it."""

from __future__ import annotations

import mailbox
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container
    from datetime import datetime
    from pathlib import Path

CONFIRMATION_PATH = "/confirmation.html"  # the path of the link that confirms a subscription, on AWS as well


@dataclass(frozen=True, slots=True)
class Mail:
    """One e-mail. `id` is SNS's message id, `text` the body without its transfer encoding, `links` what it refers to.

    `subscription_arn` is that of the subscription it came by, an empty text in a mail that is none of SNS's.
    """

    id: str
    sent_at: datetime
    sender: str
    to: str
    subject: str
    subscription_arn: str
    text: str
    links: tuple[str, ...] = ()

    @property
    def topic_arn(self) -> str:
        """The topic that it came from."""
        return self.subscription_arn.rpartition(":")[0]

    @property
    def confirmation_link(self) -> str | None:
        """The link that confirms the subscription, in a mail that asks for it."""
        return next((link for link in self.links if CONFIRMATION_PATH + "?" in link), None)


@dataclass(frozen=True, slots=True)
class MailFolder:
    """Reads a Maildir, whoever else reads it or writes to it."""

    path: Path

    def keys(self) -> list[str]:
        """Return the keys of its e-mails, in the order they came; none when there is no mailbox."""
        if not self.path.is_dir():
            return []
        return sorted(self._box.keys(), key=_arrival)

    def read(self, key: str) -> Mail | None:
        """Return one e-mail; None when somebody has deleted it since."""
        return _read(self._box, key)

    def mails(self) -> list[Mail]:
        """Return all e-mails, in the order they came."""
        return list(self.by_key().values())

    def by_key(self, but: Container[str] = ()) -> dict[str, Mail]:
        """Return the e-mails by their keys, in the order they came, without those whose keys are in `but`."""
        if not self.path.is_dir():
            return {}
        box = self._box  # one for all: each looks through the whole folder first
        keys = (key for key in sorted(box.keys(), key=_arrival) if key not in but)
        return {key: mail for key in keys if (mail := _read(box, key)) is not None}

    @property
    def _box(self) -> mailbox.Maildir:
        return mailbox.Maildir(self.path, factory=None, create=False)


def _read(box: mailbox.Maildir, key: str) -> Mail | None:
    try:
        data = box.get_bytes(key)
    except KeyError:
        return None
    return parse_mail(data, key)


def parse_mail(data: bytes, key: str) -> Mail:
    """Parse the bytes of an e-mail; `key` is its id where it has none of SNS's."""
    message = message_from_bytes(data, _class=EmailMessage, policy=policy.default)
    body = message.get_body(("plain", "html"))
    text = str(body.get_content()) if body is not None else ""
    is_html = body is not None and body.get_content_subtype() == "html"
    page = _Page(text) if is_html else None
    return Mail(
        id=message.get("x-amz-sns-message-id", key),
        sent_at=parsedate_to_datetime(message["Date"]),
        sender=message.get("From", ""),
        to=message.get("To", ""),
        subject=message.get("Subject", ""),
        subscription_arn=message.get("x-amz-sns-subscription-arn", "").strip(),
        text=page.text() if page else text,
        links=tuple(page.links) if page else (),
    )


class _Page(HTMLParser):
    """The words of an HTML body, each link behind its own."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self._words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep where a link leads; a paragraph begins a line."""
        if tag == "a" and (link := dict(attrs).get("href")):
            self.links.append(link)
        if tag in ("p", "br"):
            self._words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Write out where a link leads, behind its words; an address is clear from them."""
        if tag == "a" and self.links and self.links[-1].startswith("http"):
            self._words.append(f"\n{self.links[-1]}")
        if tag == "p":
            self._words.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        self._words.append(data.replace("\n", ""))

    def text(self) -> str:
        """Return the page as plain text."""
        return "".join(self._words).strip() + "\n"


def _arrival(key: str) -> tuple[int, ...]:
    """Return what a Maildir's unique name begins with: seconds, and where it has them microseconds and a count."""
    seconds, _, rest = key.partition(".")
    delivery = rest.partition(".")[0]
    micro, _, count = delivery.removeprefix("M").partition("P")
    numbers = (seconds, micro, count.partition("Q")[2])
    return tuple(int(number) if number.isdigit() else 0 for number in numbers)
