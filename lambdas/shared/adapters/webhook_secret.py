"""Where a webhook is and what opens it, as SSM keeps it: JSON with `url` and, as its format needs them, more."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from lambdas.shared.adapters.guarded_http import may_carry_secrets
from lambdas.shared.errors import SettingsError
from lambdas.shared.wire.webhook_bodies import WebhookFormat

if TYPE_CHECKING:
    from collections.abc import Mapping

_TELEGRAM_CALL = "/sendMessage"


@dataclass(frozen=True, slots=True)
class WebhookAddress:
    """Where to POST. It is a secret as a whole: `repr` tells nothing of it."""

    url: str
    headers: Mapping[str, str]
    chat_id: str | None

    def __repr__(self) -> str:
        return "WebhookAddress(...)"


def read_address(text: str, form: WebhookFormat, name: str) -> WebhookAddress:
    """Read the secret of the webhook called `name`.

    `SettingsError`, which tells no part of it, unless it is an https address, or http to this machine itself.
    """
    address = _address(text, form)
    if address is None:
        raise SettingsError(
            f"the secret of the webhook {name} is not JSON with an https url"
            + (", a token and a chat_id" if form is WebhookFormat.TELEGRAM else "")
            + ": set TF_VAR_alert_webhook_secrets and raise alert_webhook_version"
        )
    return address


def _address(text: str, form: WebhookFormat) -> WebhookAddress | None:
    try:
        secret = json.loads(text)
        url, token, chat_id = (secret.get(part) for part in ("url", "token", "chat_id"))
    except (ValueError, AttributeError):
        return None
    if not isinstance(url, str) or not _is_usable(url):
        return None
    if form is WebhookFormat.TELEGRAM:
        if not token or not chat_id:
            return None
        return WebhookAddress(f"{url.rstrip('/')}/bot{quote(token, safe=':')}{_TELEGRAM_CALL}", {}, str(chat_id))
    return WebhookAddress(url, {"Authorization": f"Bearer {token}"} if token else {}, None)


def _is_usable(url: str) -> bool:
    try:
        return url.isascii() and url.isprintable() and " " not in url and may_carry_secrets(urlsplit(url))
    except ValueError:  # a port that is no number, an IPv6 address that is none
        return False
