from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.shared.wire.alert_message import read_message
from lambdas.shared.wire.webhook_bodies import (
    DISCORD_LIMIT,
    SLACK_LIMIT,
    TELEGRAM_LIMIT,
    WebhookFormat,
    webhook_body,
)
from tests.doubles.webhooks import SENT_AT, envelope, plain_envelope
from tests.factories import anomaly

FOUND = anomaly()
MESSAGE = read_message(envelope(FOUND))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6000)
LIMITS = {
    WebhookFormat.SLACK: SLACK_LIMIT,
    WebhookFormat.DISCORD: DISCORD_LIMIT,
    WebhookFormat.TELEGRAM: TELEGRAM_LIMIT,
}
MEMBER = {WebhookFormat.SLACK: "text", WebhookFormat.DISCORD: "content", WebhookFormat.TELEGRAM: "text"}


def body(form: WebhookFormat, subject: str = MESSAGE.subject, text: str = MESSAGE.text) -> dict[str, Any]:
    message = replace(MESSAGE, subject=subject, text=text)
    decoded: dict[str, Any] = json.loads(webhook_body(message, form, "-100"), parse_float=Decimal)
    return decoded


def test_plain_json_has_every_number_exactly() -> None:
    assert body(WebhookFormat.JSON) == {
        "schema": 1,
        "kind": "alert",
        "alert_id": f"AAPL/{FOUND.anomaly_id}",
        "sent_at": SENT_AT,
        "subject": MESSAGE.subject,
        "text": MESSAGE.text,
        "feed": "test.1",
        "symbol": "AAPL",
        "severity": "HIGH",
        "direction": "SPIKE",
        "event_id": FOUND.event.event_id,
        "anomaly": MESSAGE.details,
    }


def test_plain_json_of_what_is_no_alert() -> None:
    message = read_message(plain_envelope("Held", "two", kind="digest", alert_id="digest/x"))
    decoded = json.loads(webhook_body(message, WebhookFormat.JSON))
    assert (decoded["kind"], decoded["symbol"], decoded["anomaly"]) == ("digest", None, None)


def test_slack_reads_no_markup_link_or_mention() -> None:
    assert body(WebhookFormat.SLACK, "A & B", "<!channel> *x*") == {
        "text": "A &amp; B\n&lt;!channel&gt; *x*",
        "mrkdwn": False,
        "unfurl_links": False,
        "unfurl_media": False,
    }


def test_discord_reads_no_markup_and_mentions_nobody() -> None:
    decoded = body(WebhookFormat.DISCORD, "*A* @everyone", "# not a title\n[x](https://example.com)")
    assert decoded["allowed_mentions"] == {"parse": []}
    assert decoded["content"] == ("\\*A\\* \\@everyone\n\\# not a title\n\\[x\\]\\(https\\://example\\.com\\)")


def test_telegram_takes_the_text_as_it_is_for_its_chat() -> None:
    decoded = body(WebhookFormat.TELEGRAM, "<b>A</b>", "_x_")
    assert decoded == {"chat_id": "-100", "text": "<b>A</b>\n_x_", "link_preview_options": {"is_disabled": True}}


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize("form", LIMITS)
@given(subject=TEXTS, text=TEXTS)
def test_no_body_is_longer_than_its_receiver_takes_and_none_is_cut_without_need(
    form: WebhookFormat, subject: str, text: str
) -> None:
    shown = body(form, subject, text)[MEMBER[form]]
    assert units(shown) <= LIMITS[form]
    plain = undone(form, shown)
    whole = f"{subject}\n{text}".strip()
    assert plain == whole or (plain.endswith("…") and whole.startswith(plain[:-1]) and units(shown) > LIMITS[form] - 8)


def undone(form: WebhookFormat, shown: str) -> str:
    """What a reader sees."""
    if form is WebhookFormat.SLACK:
        return unescape(shown) if "&" in shown else shown
    return re.sub(r"\\(.)", r"\1", shown, flags=re.DOTALL) if form is WebhookFormat.DISCORD else shown


@pytest.mark.parametrize("form", list(WebhookFormat))
def test_half_a_sign_is_no_reason_to_fail(form: WebhookFormat) -> None:
    assert webhook_body(replace(MESSAGE, text="\ud800 x"), form, "1").decode()
