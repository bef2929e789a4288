"""Whatever goes wrong, the API key is in no error, no chained error, no attribute of one and no log line."""

from __future__ import annotations

import json
import logging
import socket
import traceback
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from lambdas.shared.adapters.alpha_vantage.client import AlphaVantageClient
from lambdas.shared.adapters.alpha_vantage.sources import BulkQuotes, GlobalQuotes
from lambdas.shared.adapters.provider.pace import Pace
from lambdas.shared.adapters.provider.transport import MAX_ANSWER_BYTES, HttpTransport
from lambdas.shared.errors import QuoteError
from tests.unit.lambdas.data_ingester import replies
from tests.unit.lambdas.data_ingester.loopback import Reply, Request, serving
from tests.unit.lambdas.shared.adapters.test_provider_keyed_calls import FakeSecret

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = "Q7W8E9R1T2Y3U4I5"


def said(**body: object) -> Reply:
    return Reply(json.dumps(body))


def error_reply(key: str, text: str) -> Reply:
    return Reply(json.dumps({key: f"{text} (key {KEY}, address https://host/query?apikey={KEY})"}))


FAILURES = {
    "daily cap": Reply(json.dumps({"Information": replies.DAILY_CAP.format(key=KEY)})),
    "burst": error_reply("Information", replies.BURST),
    "note": error_reply("Note", replies.PER_MINUTE),
    "unknown note": error_reply("Note", "Please wait."),
    "premium": error_reply("Information", replies.PREMIUM),
    "demo key": error_reply("Information", replies.DEMO_KEY),
    "unknown information": error_reply("Information", "Something else."),
    "bad key": error_reply("Error Message", replies.BAD_KEY),
    "bad call": error_reply("Error Message", replies.BAD_CALL),
    "nested message": said(Information={"key": KEY}),
    "bulk message": Reply(json.dumps(replies.bulk_reply(message=f"no bulk for {KEY}"))),
    "bulk row": Reply(json.dumps(replies.bulk_reply(replies.bulk_row(close=KEY, volume=KEY)))),
    "bulk stamp": Reply(json.dumps(replies.bulk_reply(replies.bulk_row(timestamp=KEY)))),
    "unknown symbol": Reply(json.dumps({"Global Quote": {}, "about": KEY})),
    "another symbol": Reply(json.dumps(replies.global_quote(KEY))),
    "no price": Reply(json.dumps(replies.global_quote(price=KEY))),
    "no quote": said(key=KEY),
    "html": Reply(f"<html>{KEY}</html>"),
    "broken json": Reply('{"Information": "' + KEY),
    "binary": Reply(KEY.encode() + b"\xff"),
    "too large": Reply(KEY.encode() * (MAX_ANSWER_BYTES // len(KEY) + 1)),
    "cut short": Reply('{"Information": "' + KEY, cut=True),
    "redirect": Reply("", 302, {"Location": f"/query?apikey={KEY}"}),
    "status 403": Reply(KEY, 403),
    "status 404": Reply(KEY, 404),
    "status 429": Reply(KEY, 429),
    "status 500": Reply(KEY, 500),
    "silence": Reply(silent=True),
}


@contextmanager
def endpoint_with(reply: Reply | None) -> Iterator[str]:
    """An endpoint that gives this reply, or one where nobody listens."""
    if reply is None:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        yield f"http://127.0.0.1:{port}/query"
        return
    with serving(lambda _request: reply) as server:
        yield f"{server.url}/query"
        assert_key_was_sent(server.requests)


def assert_key_was_sent(requests: list[Request]) -> None:
    """Else the test would prove nothing."""
    assert requests
    assert all(f"apikey={KEY}" in request.path for request in requests)


def everything_in(error: BaseException | None) -> str:
    """All text that an error and those chained to it hold."""
    if error is None:
        return ""
    parts = [str(error), repr(error), repr(error.args), repr(vars(error)), *traceback.format_exception(error)]
    return "\n".join(parts) + everything_in(error.__cause__) + everything_in(error.__context__)


@pytest.mark.parametrize("source", [GlobalQuotes, BulkQuotes])
@pytest.mark.parametrize("failure", [*FAILURES, "nobody listens"])
def test_the_key_stays_secret(
    source: type[GlobalQuotes | BulkQuotes],
    failure: str,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    errors: list[QuoteError] = []
    with endpoint_with(FAILURES.get(failure)) as endpoint:
        pace = Pace(0.0, lambda: 0.0, lambda _: None)
        transport = HttpTransport("Alpha Vantage", socket_seconds=0.5 if failure != "silence" else 0.05)
        client = AlphaVantageClient(endpoint, FakeSecret(KEY), transport, pace)
        try:
            errors.extend(source(client).ask(["AAPL"]).failures.values())
        except QuoteError as error:
            errors.append(error)
    assert errors, "the failure was not noticed"
    captured = capfd.readouterr()
    for text in (*map(everything_in, errors), caplog.text, captured.out, captured.err):
        assert KEY.lower() not in text.lower()
