"""An alert as the body of a POST: plain JSON, or what Slack, Discord and Telegram take. Pure.

Each is within its receiver's limit, counted in UTF-16 units, of which no receiver counts more, and nothing in it is
read as markup, a link or a mention.
"""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from lambdas.shared.wire.json_text import json_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lambdas.shared.wire.alert_message import AlertMessage

SCHEMA = 1
SLACK_LIMIT = 4_000  # what it recommends; https://docs.slack.dev/reference/methods/chat.postMessage#truncating
DISCORD_LIMIT = 2_000  # https://docs.discord.com/developers/resources/webhook#execute-webhook
TELEGRAM_LIMIT = 4_096  # https://core.telegram.org/bots/api#sendmessage
CUT = "…"
_DISCORD_MARKUP = frozenset("\\*_~`|>#-[]()<@:+.")
_SLACK_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


class WebhookFormat(StrEnum):
    """Who reads the body."""

    JSON = "json"
    SLACK = "slack"
    DISCORD = "discord"
    TELEGRAM = "telegram"


def webhook_body(message: AlertMessage, form: WebhookFormat, chat_id: str | None = None) -> bytes:
    """Return the body of the POST, in UTF-8; `chat_id` is Telegram's."""
    match form:
        case WebhookFormat.JSON:
            return json_text(_plain(message)).encode()
        case WebhookFormat.SLACK:
            return _json(_slack(message))
        case WebhookFormat.DISCORD:
            return _json(_discord(message))
        case WebhookFormat.TELEGRAM:
            return _json(_telegram(message, chat_id))


def _json(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(errors="backslashreplace")


def _plain(message: AlertMessage) -> dict[str, Any]:
    """Return an alert with its anomaly's numbers, exact."""
    return {
        "schema": SCHEMA,
        "kind": str(message.kind),
        "alert_id": message.alert_id,
        "sent_at": message.sent_at,
        "subject": message.subject,
        "text": message.text,
        **{name: message.attributes.get(name) for name in ("feed", "symbol", "severity", "direction", "event_id")},
        "anomaly": message.details,
    }


def _slack(message: AlertMessage) -> dict[str, Any]:
    """Return an incoming webhook's message; with `mrkdwn` off only its three characters mean anything."""
    text = _escaped(_lines(message), lambda sign: _SLACK_ENTITIES.get(sign, sign), SLACK_LIMIT)
    return {"text": text, "mrkdwn": False, "unfurl_links": False, "unfurl_media": False}


def _discord(message: AlertMessage) -> dict[str, Any]:
    return {"content": _escaped(_lines(message), _backslashed, DISCORD_LIMIT), "allowed_mentions": {"parse": []}}


def _telegram(message: AlertMessage, chat_id: str | None) -> dict[str, Any]:
    """Return a call of sendMessage; without `parse_mode` nothing in the text is markup."""
    text = _escaped(_lines(message), str, TELEGRAM_LIMIT)
    return {"chat_id": chat_id, "text": text, "link_preview_options": {"is_disabled": True}}


def _lines(message: AlertMessage) -> str:
    return f"{message.subject}\n{message.text}".strip()


def _backslashed(sign: str) -> str:
    return f"\\{sign}" if sign in _DISCORD_MARKUP else sign


def _escaped(text: str, escape: Callable[[str], str], limit: int) -> str:
    """Escape sign by sign, and cut between two signs what is too long, never within an escape."""
    kept: list[str] = []
    size = 0
    for sign in text:
        escaped = escape(sign)
        more = _units(escaped)
        if size + more > limit:
            return _cut(kept, limit)
        kept.append(escaped)
        size += more
    return "".join(kept)


def _cut(kept: list[str], limit: int) -> str:
    while kept and _units("".join(kept)) + _units(CUT) > limit:
        kept.pop()
    return "".join(kept) + CUT


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2
