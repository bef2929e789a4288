"""Who is mailed on the embedded target: an address of the sandbox's own, unless the user names one.

The mailbox is the sandbox's, and so is its own address: `up` gives the consent for it that nobody else could. An
address that the user names waits for it, as on AWS.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from finpulse_cli.stack.mail_confirmation import Request, confirm, confirmation_requests, waiting
from finpulse_cli.stack.mailbox import MailFolder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from finpulse_cli.core.console import Report
    from finpulse_cli.stack.outputs import StackOutputs
    from finpulse_cli.stack.target import Place

VARIABLE = "TF_VAR_alert_email"
OWN_ADDRESS = "alerts@finpulse.localhost"


def alert_address(user: Mapping[str, str]) -> str:
    """Return the address that alerts and alarms go to; `user` is the user's environment."""
    return user.get(VARIABLE) or OWN_ADDRESS


class SandboxMail:
    """Gives consent for the sandbox's own address, and tells of others that wait for it."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def confirm_own(self, _outputs: StackOutputs, _report: Report) -> None:
        """Follow the links in the e-mails to the sandbox's own address."""
        own = [request for request in self._requests() if request.address == OWN_ADDRESS]
        confirm(self._place.clients.sns, own)

    def notes(self, _outputs: StackOutputs) -> Iterator[str]:
        """Yield a line for each address that gets nothing yet."""
        for request in waiting(self._place.clients.sns, self._requests()):
            topic = request.topic_arn.rpartition(":")[2]
            yield f"{request.address} gets nothing from {topic} until it agrees: `finpulse mail confirm`"

    def _requests(self) -> list[Request]:
        return confirmation_requests(MailFolder(self._place.home.mail_dir).mails())
