"""What a user must still do after `up` on AWS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finpulse_cli.core.errors import CliError
from finpulse_cli.targets.aws.subscriptions import pending_confirmations, stack_topics

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finpulse_cli.stack.outputs import StackOutputs
    from finpulse_cli.targets.aws.account import Account

_PROVIDERS_VARIABLE = "TF_VAR_quote_providers"
_PROVIDERS = {"alpha_vantage": "an Alpha Vantage", "finnhub": "a Finnhub"}


def notes_after_up(account: Account, outputs: StackOutputs) -> Iterator[str]:
    """Yield one line each: e-mail addresses to confirm, keys that are missing."""
    yield from _mail(account, outputs)
    chosen = account.environ.get(_PROVIDERS_VARIABLE, "alpha_vantage")
    for name, called in _PROVIDERS.items():
        if name in chosen and not account.environ.get(f"TF_VAR_{name}_key"):
            yield (
                f"quotes need {called} key: unless an earlier `up` has stored one, run "
                f"`TF_VAR_{name}_key=… TF_VAR_{name}_key_version=2 finpulse up --aws`"
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
