"""What a user must still do after `up` on AWS."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import CliError
from finpulse_cli.targets.aws.subscriptions import pending_confirmations, stack_topics

if TYPE_CHECKING:
    from finpulse_cli.stack.outputs import StackOutputs
    from finpulse_cli.targets.aws.account import Account


def notes_after_up(account: Account, outputs: StackOutputs) -> Iterator[str]:
    """Yield one line each: e-mail addresses to confirm, a key that is missing."""
    yield from _mail(account, outputs)
    if not account.environ.get("TF_VAR_alpha_vantage_key"):
        yield (
            "quotes need an Alpha Vantage key: unless an earlier `up` has stored one, run "
            "`TF_VAR_alpha_vantage_key=… TF_VAR_alpha_vantage_key_version=2 finpulse up --aws`"
        )


def _mail(account: Account, outputs: StackOutputs) -> Iterator[str]:
    topics = stack_topics(outputs.alert_topic_arn, account.names.name)
    try:
        pending = pending_confirmations(account.clients.sns, topics)
    except CliError as error:
        yield f"whether e-mail addresses wait to be confirmed could not be asked: {error.message}"
        return
    for one in pending:
        yield f"confirm the e-mail that AWS sent to {one.endpoint}: until then {one.topic} sends nothing to it"
    if not account.environ.get("TF_VAR_alert_email"):
        yield "alerts are mailed to nobody unless TF_VAR_alert_email named an address"
