"""Finnhub over a real loopback server: the call, and the key's way."""

from __future__ import annotations

import json
import logging
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from lambdas.shared.adapters.finnhub.quote_source import FinnhubQuotes
from lambdas.shared.adapters.provider.pace import Pace
from lambdas.shared.adapters.provider.transport import HttpTransport
from lambdas.shared.errors import (
    KeyRejectedError,
    PremiumOnlyError,
    ProviderFailedError,
    QuoteError,
    QuoteThrottledError,
)
from tests.unit.lambdas.data_ingester.loopback import Reply, serving
from tests.unit.lambdas.data_ingester.replies import finnhub_quote
from tests.unit.lambdas.shared.adapters.test_alpha_vantage_secrecy import everything_in
from tests.unit.lambdas.shared.adapters.test_provider_keyed_calls import FakeSecret

if TYPE_CHECKING:
    from tests.unit.lambdas.data_ingester.loopback import Loopback

KEY = "Q7W8E9R1T2Y3U4I5"


def source(server: Loopback, *keys: str) -> FinnhubQuotes:
    pace = Pace(0.0, lambda: 0.0, lambda _: None)
    return FinnhubQuotes(f"{server.url}/api/v1/quote", FakeSecret(*keys or (KEY,)), HttpTransport("Finnhub", 0.5), pace)


def test_a_call_names_one_symbol_and_has_the_key_in_a_header() -> None:
    with serving(lambda _: Reply(json.dumps(finnhub_quote()))) as server:
        answer = source(server).ask(["BRK.B"])
    assert answer.quotes["BRK.B"].price == Decimal("231.5")
    (request,) = server.requests
    assert (request.path, request.headers["X-Finnhub-Token"]) == ("/api/v1/quote?symbol=BRK.B", KEY)
    assert FinnhubQuotes.symbols_per_call == 1


def test_a_key_replaced_in_its_store_is_used_after_the_old_one_is_refused() -> None:
    with serving(
        lambda request: Reply(json.dumps(finnhub_quote()), 200 if request.headers["X-Finnhub-Token"] == "new" else 401)
    ) as server:
        assert source(server, "old", "new").ask(["AAPL"]).quotes
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply(f'{{"error":"Invalid API key {KEY}"}}', 401), KeyRejectedError),
        (Reply(f'{{"error":"{KEY} has no access"}}', 403), PremiumOnlyError),
        (Reply(f'{{"error":"API limit reached for {KEY}"}}', 429), QuoteThrottledError),
        (Reply(KEY, 502), ProviderFailedError),
        (Reply(json.dumps({"error": f"Something of {KEY}"})), QuoteError),
        (Reply(json.dumps(finnhub_quote(c=KEY))), QuoteError),
        (Reply(f'{{"c": "{KEY}'), QuoteError),
        (Reply(f"<html>{KEY}</html>"), QuoteError),
        (Reply("", 302, {"Location": f"/quote?token={KEY}"}), QuoteError),
    ],
    ids=["key", "plan", "limit", "outage", "error", "price", "cut", "html", "redirect"],
)
def test_the_key_is_in_no_error_and_no_log(
    reply: Reply, kind: type[QuoteError], caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    with serving(lambda _: reply) as server, pytest.raises(kind) as caught:
        source(server).ask(["AAPL"])
    assert all(KEY not in request.path and request.headers["X-Finnhub-Token"] == KEY for request in server.requests)
    captured = capfd.readouterr()
    for text in (everything_in(caught.value), caplog.text, captured.out, captured.err):
        assert KEY not in text
