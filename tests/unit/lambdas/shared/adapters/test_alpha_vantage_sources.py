"""The two quote functions, end to end over a real loopback server."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from lambdas.shared.adapters.alpha_vantage.client import AlphaVantageClient
from lambdas.shared.adapters.alpha_vantage.sources import BulkQuotes, GlobalQuotes
from lambdas.shared.adapters.provider.pace import Pace
from lambdas.shared.adapters.provider.transport import HttpTransport
from tests.unit.lambdas.data_ingester.loopback import Reply, Request, serving
from tests.unit.lambdas.data_ingester.replies import bulk_reply, bulk_row, global_quote
from tests.unit.lambdas.shared.adapters.test_provider_keyed_calls import FakeSecret

if TYPE_CHECKING:
    from tests.unit.lambdas.data_ingester.loopback import Loopback


def client(server: Loopback) -> AlphaVantageClient:
    pace = Pace(0.0, lambda: 0.0, lambda _: None)
    return AlphaVantageClient(f"{server.url}/query", FakeSecret("k1"), HttpTransport("Alpha Vantage"), pace)


def asked(request: Request) -> dict[str, str]:
    parts = urlsplit(request.path)
    assert parts.path == "/query"
    return {name: values[0] for name, values in parse_qs(parts.query).items()}


def test_global_quotes_ask_for_one_symbol() -> None:
    with serving(lambda request: Reply(json.dumps(global_quote(asked(request)["symbol"])))) as server:
        answer = GlobalQuotes(client(server)).ask(["BRK.B"])
    assert answer.quotes["BRK.B"].price == Decimal("231.5")
    assert answer.failures == {}
    assert [asked(request) for request in server.requests] == [
        {"function": "GLOBAL_QUOTE", "symbol": "BRK.B", "apikey": "k1"}
    ]


def test_bulk_quotes_ask_for_all_symbols_in_one_call() -> None:
    rows = [bulk_row("AAPL"), bulk_row("MSFT")]
    with serving(lambda _: Reply(json.dumps(bulk_reply(*rows)))) as server:
        answer = BulkQuotes(client(server)).ask(["AAPL", "MSFT", "TSLA"])
    assert set(answer.quotes) == {"AAPL", "MSFT"}
    assert set(answer.failures) == {"TSLA"}
    assert [asked(request) for request in server.requests] == [
        {"function": "REALTIME_BULK_QUOTES", "symbol": "AAPL,MSFT,TSLA", "apikey": "k1"}
    ]


def test_the_sources_say_how_much_one_call_holds() -> None:
    assert (GlobalQuotes.symbols_per_call, BulkQuotes.symbols_per_call) == (1, 100)
