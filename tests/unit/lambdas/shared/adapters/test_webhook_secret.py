from __future__ import annotations

import json
from typing import Any

import pytest

from lambdas.shared.adapters.webhook_secret import read_address
from lambdas.shared.errors import SettingsError
from lambdas.shared.wire.webhook_bodies import WebhookFormat


def test_an_address_alone_and_one_with_a_token() -> None:
    plain = read_address('{"url":"https://hooks.slack.com/services/T/B/x"}', WebhookFormat.SLACK, "ops")
    assert (plain.url, plain.headers, plain.chat_id) == ("https://hooks.slack.com/services/T/B/x", {}, None)
    guarded = read_address('{"url":"https://a.example/x?y=1","token":"t"}', WebhookFormat.JSON, "ops")
    assert (guarded.url, guarded.headers) == ("https://a.example/x?y=1", {"Authorization": "Bearer t"})


def test_telegrams_address_is_put_together() -> None:
    secret = {"url": "https://api.telegram.org/", "token": "1:a/b", "chat_id": -100}
    address = read_address(json.dumps(secret), WebhookFormat.TELEGRAM, "ops")
    assert (address.url, address.chat_id) == ("https://api.telegram.org/bot1:a%2Fb/sendMessage", "-100")
    assert address.headers == {}


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "localhost", "[::1]", "host.docker.internal"])
def test_this_machine_needs_no_tls(host: str) -> None:
    assert read_address(json.dumps({"url": f"http://{host}:4567/x"}), WebhookFormat.JSON, "ops").url


@pytest.mark.parametrize(
    ("secret", "form"),
    [
        ("", "json"),
        ("{}", "json"),
        ("[]", "json"),
        ("not JSON", "json"),
        ({"url": "http://example.com/hush"}, "json"),
        ({"url": "http://10.0.0.1/hush"}, "json"),
        ({"url": "http://127.0.0.1.example.com/hush"}, "json"),
        ({"url": "https://user@example.com/hush"}, "json"),
        ({"url": "https:///hush"}, "json"),
        ({"url": "https://example.com:x/hush"}, "json"),
        ({"url": "https://example.com:0/hush"}, "json"),
        ({"url": "https://exa mple.com/hush"}, "json"),
        ({"url": "https://example.com/hush\r\nX: y"}, "json"),
        ({"url": "file:///hush"}, "json"),
        ({"url": 7}, "json"),
        ({"url": "https://api.telegram.org", "token": "hush"}, "telegram"),
        ({"url": "https://api.telegram.org", "chat_id": "1"}, "telegram"),
    ],
)
def test_what_is_no_safe_address_is_refused_and_not_told(secret: Any, form: str) -> None:
    text = secret if isinstance(secret, str) else json.dumps(secret)
    with pytest.raises(SettingsError, match="the secret of the webhook ops is not") as raised:
        read_address(text, WebhookFormat(form), "ops")
    assert "hush" not in str(raised.value)


def test_an_address_does_not_tell_itself() -> None:
    assert "hush" not in repr(read_address('{"url":"https://a.example/hush"}', WebhookFormat.JSON, "ops"))
