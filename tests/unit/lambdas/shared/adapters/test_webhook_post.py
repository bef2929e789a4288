from __future__ import annotations

import json

import pytest

from lambdas.shared.adapters.webhook_post import WebhookPost
from lambdas.shared.ports import Posted
from tests.unit.lambdas.data_ingester.loopback import Reply, serving

BODY = b'{"a":1}'


def post(reply: Reply, socket_seconds: float = 4.0) -> Posted:
    with serving(lambda _: reply) as server:
        return WebhookPost(socket_seconds).post(f"{server.url}/secret", {}, BODY)


def test_a_body_is_posted_as_json_with_its_headers() -> None:
    with serving(lambda _: Reply(status=204)) as server:
        posted = WebhookPost().post(f"{server.url}/secret?x=1", {"Authorization": "Bearer t"}, BODY)
    (request,) = server.requests
    assert posted == Posted(is_delivered=True)
    assert (request.method, request.path, request.body) == ("POST", "/secret?x=1", BODY)
    assert request.headers["Content-Type"] == "application/json; charset=utf-8"
    assert request.headers["Authorization"] == "Bearer t"


@pytest.mark.parametrize("status", [400, 401, 404, 410, 500, 503])
def test_a_refusal_is_told_by_its_status(status: int) -> None:
    assert post(Reply("secret words", status)) == Posted(False, f"HTTP status {status}")


@pytest.mark.parametrize(
    ("reply", "seconds"),
    [
        (Reply(status=429, headers={"Retry-After": "30"}), 30.0),
        (Reply(status=503, headers={"Retry-After": "1.5"}), 1.5),
        (Reply(status=429, headers={"Retry-After": "999999"}), 3600.0),
        (Reply(json.dumps({"ok": False, "parameters": {"retry_after": 7}}), 429), 7.0),
        (Reply(status=429, headers={"Retry-After": "Fri, 20 Nov 2026 17:00:00 GMT"}), None),
        (Reply(status=429, headers={"Retry-After": "nan"}), None),
        (Reply(status=429, headers={"Retry-After": "-1"}), None),
        (Reply("not JSON", 429), None),
        (Reply("[" * 20_000, 429), None),
        (Reply(json.dumps({"parameters": {"retry_after": 7}}), 500), None),
    ],
)
def test_the_pause_that_a_receiver_asks_for_is_read(reply: Reply, seconds: float | None) -> None:
    assert post(reply).retry_after == seconds


def test_a_redirect_is_not_followed() -> None:
    with serving(lambda _: Reply()) as elsewhere:
        redirect = Reply(status=307, headers={"Location": elsewhere.url})
        assert post(redirect) == Posted(False, "HTTP status 307")
    assert elsewhere.requests == []


def test_a_receiver_that_does_not_answer_is_given_up() -> None:
    assert post(Reply(silent=True), socket_seconds=0.05) == Posted(False, "no answer (TimeoutError)")


def test_nobody_there() -> None:
    with serving(lambda _: Reply()) as server:
        gone = f"{server.url}/secret"
    assert WebhookPost().post(gone, {}, BODY) == Posted(False, "no answer (ConnectionRefusedError)")


@pytest.mark.parametrize("url", ["http://127.0.0.1:99999/secret", "nonsense", "http://[::secret/"])
def test_no_failure_tells_the_address(url: str) -> None:
    posted = WebhookPost().post(url, {}, BODY)
    assert not posted.is_delivered
    assert "secret" not in posted.reason
