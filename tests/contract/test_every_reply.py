"""Every reply that a provider has been seen to give, and broken ones, through the function as Lambda runs it.

Real HTTP to the stand-in server, the real AWS SDK to a loopback one. What reaches the stream, what is logged and what
is counted is told of each, and the key is nowhere. FINPULSE_REFERENCE_REPLIES adds recorded replies, see
test_alpha_vantage_reference_replies.py.
"""

from __future__ import annotations

import json
import logging
import os
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from finpulse_cli.fixtures.load import load
from finpulse_cli.standins.alpha_vantage.api import Api
from finpulse_cli.standins.finnhub.finnhub_api import FinnhubApi
from finpulse_cli.standins.provider.conduct import Conduct
from finpulse_cli.standins.provider.faults import Fault, Faults, Rule
from finpulse_cli.standins.provider.provider_answer import Answer
from finpulse_cli.standins.provider.server import StandIn
from finpulse_cli.standins.provider.tape import Tape
from lambdas.data_ingester import wiring
from lambdas.data_ingester.failures import POLICIES
from lambdas.data_ingester.handler import handler
from lambdas.data_ingester.retries import TRIES
from lambdas.shared.adapters import clients
from lambdas.shared.adapters.provider import transport
from lambdas.shared.domain.event import Source
from tests.contract.tables import create_table
from tests.doubles.ingester_cloud import IngesterCloud
from tests.doubles.wire import dynamodb
from tests.unit.lambdas.data_ingester import replies
from tests.unit.lambdas.data_ingester.loopback import Reply, serving
from tests.unit.lambdas.data_ingester.replies import bulk_reply, finnhub_quote, global_quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finpulse_cli.standins.provider.provider_answer import ProviderApi
    from lambdas.shared.domain.event import PriceEvent

KEY = "Q7W8E9R1T2Y3U4I5"
NOW = datetime(2026, 11, 20, 14, 31, 20, tzinfo=UTC)
SCHEDULED = {"scheduled_at": "2026-11-20T14:31:00Z"}
SYMBOLS = ["AAPL", "MSFT", "TSLA"]  # the second one gets the reply
POLICY = {policy.word: policy for policy in POLICIES.values()}
FOLDER = os.environ.get("FINPULSE_REFERENCE_REPLIES")


class Context:
    """Lambda's context with a minute left."""

    def get_remaining_time_in_millis(self) -> int:
        return 60_000


@dataclass(frozen=True)
class Run:
    """What one run of the function left."""

    summary: dict[str, Any]
    events: list[PriceEvent]
    counted: dict[tuple[str, str], int]
    log: str

    @property
    def sources(self) -> dict[str, str]:
        """Which provider quoted each symbol that was put."""
        return {event.symbol: str(event.source) for event in self.events}


@pytest.fixture(scope="module")
def tape() -> Tape:
    return Tape.of(load("market-day"))


@pytest.fixture
def cloud() -> IngesterCloud:
    return IngesterCloud(KEY)


@pytest.fixture
def run(
    cloud: IngesterCloud,
    tape: Tape,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> Any:
    """Run the function once, with these providers behaving so; assert that the key is nowhere."""
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(transport.HttpTransport.__init__, "__defaults__", (2.0, 10.0, time.monotonic))
    monkeypatch.setattr(wiring, "CALL_SPACING_SECONDS", dict.fromkeys(Source, 0.0))
    monkeypatch.setattr(wiring, "utc_now", lambda: NOW)
    monkeypatch.setattr("lambdas.data_ingester.retries.FIRST_PAUSE_SECONDS", 0.0)

    def once(conduct: Conduct, second: Conduct | None = None, **settings: str) -> Run:
        apis: tuple[ProviderApi, ...] = (Api(tape, conduct), FinnhubApi(tape, second or conduct))
        with StandIn(0, apis, "market-day", lambda: NOW) as server, in_aws(cloud, monkeypatch):
            url = f"http://127.0.0.1:{server.server_port}"
            for name, value in (_environment(url) | settings).items():
                monkeypatch.setenv(name, value)
            summary = handler(SCHEDULED, Context())
        captured = capfd.readouterr()
        for text in (str(summary), str(cloud.events), caplog.text, captured.out, captured.err):
            assert KEY not in text
        *counts, line = map(json.loads, captured.out.splitlines())
        assert line == {"function": "data_ingester", "minute": "2026-11-20T14:31:00.000Z", **summary}
        counted = {(each["Provider"], each["Reason"]): each["FailedQuotes"] for each in counts}
        return Run(summary, cloud.events, counted, captured.out)

    return once


def _environment(url: str) -> dict[str, str]:
    return {
        "STREAM_NAME": "finpulse-quotes",
        "SYMBOLS": ",".join(SYMBOLS),
        "PROVIDERS": "alpha_vantage",
        "ALPHA_VANTAGE_URL": url,
        "ALPHA_VANTAGE_KEY_PARAMETER": "/finpulse/key",
        "FINNHUB_URL": f"{url}/api/v1",
        "FINNHUB_KEY_PARAMETER": "/finpulse/finnhub-key",
        "QUOTE_FUNCTION": "GLOBAL_QUOTE",
        "EXCHANGE_HOURS": "always",
        "SCHEDULE_MINUTES": "1",
        "COUNTERS_TABLE": "finpulse-counters",
    }


@contextmanager
def in_aws(cloud: IngesterCloud, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """SSM, Kinesis and DynamoDB, for a process that begins anew."""

    def answer(request: Any) -> Reply:
        return cloud.answer(request) or Reply("", 500)

    with serving(answer) as server:
        for name, value in {
            "AWS_ENDPOINT_URL": server.url,
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "id",
            "AWS_SECRET_ACCESS_KEY": "none",
        }.items():
            monkeypatch.setenv(name, value)
        for kept in (clients._client, wiring.ingester, wiring.asking):
            kept.cache_clear()
        dynamodb.reset()
        create_table(clients.dynamodb(), "counters", "finpulse-counters")
        level = logging.getLogger("botocore").level
        yield
        logging.getLogger("botocore").setLevel(level)
        for kept in (clients._client, wiring.ingester, wiring.asking):
            kept.cache_clear()


def said(body: object) -> bytes:
    return json.dumps(body).encode()


def to_msft(body: bytes) -> Conduct:
    return Conduct(replies={"MSFT": Answer(200, body)})


def showing(fault: Fault) -> Conduct:
    return Conduct(Faults({"MSFT": Rule(fault)}))


DELAYED = "Global Quote - DATA DELAYED BY {} MINUTES"
QUOTE = global_quote("MSFT")["Global Quote"]
ALPHA_VANTAGE: dict[str, tuple[Conduct, str | None]] = {
    # what it has been seen to answer
    "a quote": (to_msft(said(global_quote("MSFT"))), None),
    "a delayed quote": (to_msft(said({DELAYED.format(15): QUOTE})), None),
    "a quote without a volume": (to_msft(said(global_quote("MSFT", volume="None"))), None),
    "an unknown symbol": (to_msft(said({"Global Quote": {}})), "symbol_unknown"),
    "the daily cap": (to_msft(said({"Information": replies.DAILY_CAP.format(key=KEY)})), "quota_used_up"),
    "the burst limit": (to_msft(said({"Information": replies.BURST})), "burst_limit"),
    "a note": (to_msft(said({"Note": replies.PER_MINUTE})), "throttled"),
    "a note in other words": (to_msft(said({"Note": f"Not so fast, {KEY}"})), "throttled"),
    "a premium endpoint": (to_msft(said({"Information": replies.PREMIUM})), "premium_only"),
    "the demo key": (to_msft(said({"Information": replies.DEMO_KEY})), "key_rejected"),
    "a bad key": (to_msft(said({"Error Message": replies.BAD_KEY})), "key_rejected"),
    "a bad call": (to_msft(said({"Error Message": replies.BAD_CALL})), "rejected"),
    "an information in other words": (to_msft(said({"Information": f"About {KEY}: no."})), "rejected"),
    # broken ones
    "a page of HTML": (showing(Fault.NOT_JSON), "not_json"),
    "JSON that ends in its middle": (showing(Fault.CUT_SHORT), "cut_short"),
    "nothing": (to_msft(b""), "cut_short"),
    "bytes that are no text": (to_msft(b"\xff\xfe" + KEY.encode()), "not_json"),
    "a list": (to_msft(said([global_quote("MSFT")])), "not_json"),
    "JSON nested without end": (to_msft(b"[" * 100_000), "not_json"),
    "an object of something else": (to_msft(said({"quote": KEY})), "unreadable"),
    "a quote of another symbol": (to_msft(said(global_quote(KEY))), "unreadable"),
    "a price that is none": (to_msft(said(global_quote("MSFT", price=KEY))), "unreadable"),
    "a price below zero": (to_msft(said(global_quote("MSFT", price="-1"))), "unreadable"),
    "a delay of unknown length": (to_msft(said({"Global Quote - DATA DELAYED": QUOTE})), "age_unknown"),
    "a trading day to come": (to_msft(said(global_quote("MSFT", latest_trading_day="2026-12-24"))), "unreadable"),
    "more than an answer may hold": (to_msft(b" " * (transport.MAX_ANSWER_BYTES + 1)), "unreadable"),
    "status 404": (showing(Fault.HTTP_404), "unexpected_status"),
    "status 500": (showing(Fault.HTTP_500), "server_error"),
    "no answer": (showing(Fault.TIMEOUT), "timed_out"),
}
FINNHUB: dict[str, tuple[Conduct, str | None]] = {
    "a quote": (to_msft(said(finnhub_quote())), None),
    "a quote without a change": (to_msft(said(finnhub_quote(d=None, dp=None))), None),
    "an unknown symbol": (showing(Fault.EMPTY), "symbol_unknown"),
    "the limit": (showing(Fault.NOTE), "throttled"),
    "a bad key": (showing(Fault.BAD_KEY), "key_rejected"),
    "another plan": (showing(Fault.PREMIUM), "premium_only"),
    "a refusal with status 200": (to_msft(said({"error": f"{KEY} asks for what?"})), "rejected"),
    "a price of zero": (to_msft(said(finnhub_quote(c=0))), "unreadable"),
    "a trade to come": (to_msft(said(finnhub_quote(t=1795190000))), "unreadable"),
    "a page of HTML": (showing(Fault.NOT_JSON), "not_json"),
    "JSON that ends in its middle": (showing(Fault.CUT_SHORT), "cut_short"),
    "status 500": (showing(Fault.HTTP_500), "server_error"),
    "no answer": (showing(Fault.TIMEOUT), "timed_out"),
}


def assert_outcome(ran: Run, provider: str, word: str | None) -> None:
    """What is put, what the log says and what is counted of a reply to the second of three symbols."""
    if word is None:
        assert (ran.summary["put"], ran.summary["failed"], ran.counted) == (3, {}, {})
        assert list(ran.sources.values()) == [provider] * 3
        return
    policy = POLICY[word]
    assert list(ran.sources) == (["AAPL"] if policy.hits_all else ["AAPL", "TSLA"])
    assert ran.summary["failed"]["MSFT"].startswith(f"{word}: ")
    assert ran.counted == {(provider, word): TRIES if policy.comes_again else 1}


@pytest.mark.parametrize("name", ALPHA_VANTAGE)
def test_each_reply_of_alpha_vantage_is_understood(name: str, run: Any) -> None:
    conduct, word = ALPHA_VANTAGE[name]
    assert_outcome(run(conduct), "alpha_vantage", word)


@pytest.mark.parametrize("name", FINNHUB)
def test_each_reply_of_finnhub_is_understood(name: str, run: Any) -> None:
    conduct, word = FINNHUB[name]
    assert_outcome(run(conduct, PROVIDERS="finnhub"), "finnhub", word)


@pytest.mark.parametrize("name", [name for name, (_, word) in ALPHA_VANTAGE.items() if word])
def test_the_next_provider_makes_good_what_is_the_first_one_s_fault(name: str, run: Any) -> None:
    conduct, word = ALPHA_VANTAGE[name]
    assert word is not None
    ran = run(conduct, Conduct(), PROVIDERS="alpha_vantage,finnhub")
    if name == "a trading day to come":  # it came as a quote
        assert set(ran.sources) == {"AAPL", "TSLA"}
    elif POLICY[word].is_the_providers:
        assert (ran.summary["put"], ran.summary["failed"], ran.sources["MSFT"]) == (3, {}, "finnhub")
    else:
        assert set(ran.sources) == {"AAPL", "TSLA"}
    assert ran.counted == {("alpha_vantage", word): TRIES if POLICY[word].comes_again else 1}


def bulk_row(symbol: str, **changes: str) -> dict[str, Any]:
    return replies.bulk_row(symbol, **{"timestamp": "2026-11-20 09:31:05.250"} | changes)


BULK: dict[str, tuple[object, dict[str, str]]] = {
    "quotes": (bulk_reply(*map(bulk_row, SYMBOLS)), {}),
    "a symbol left out": (bulk_reply(bulk_row("AAPL"), bulk_row("TSLA")), {"MSFT": "symbol_unknown"}),
    "a row that cannot be read": (
        bulk_reply(bulk_row("AAPL"), bulk_row("MSFT", close=KEY), bulk_row("TSLA")),
        {"MSFT": "unreadable"},
    ),
    "samples beside a message": (
        bulk_reply(*map(bulk_row, SYMBOLS), message=f"{KEY}: this is a premium endpoint"),
        dict.fromkeys(SYMBOLS, "premium_only"),
    ),
    "rows that are none": (bulk_reply(1, "AAPL", None), dict.fromkeys(SYMBOLS, "symbol_unknown")),
    "no rows": ({"endpoint": "Realtime Bulk Quotes", "message": "success"}, dict.fromkeys(SYMBOLS, "unreadable")),
}


@pytest.mark.parametrize("name", BULK)
def test_each_bulk_reply_is_understood(name: str, run: Any) -> None:
    body, failed = BULK[name]
    ran = run(Conduct(replies={"*": Answer(200, said(body))}), QUOTE_FUNCTION="REALTIME_BULK_QUOTES")
    assert [event.symbol for event in ran.events] == [symbol for symbol in SYMBOLS if symbol not in failed]
    assert {symbol: reason.partition(":")[0] for symbol, reason in ran.summary["failed"].items()} == failed
    assert {reason for _, reason in ran.counted} == set(failed.values())


WORDS = {
    "error__error_message_apikey": "key_rejected",
    "error__error_message_invalid_call": "rejected",
    "error__information_burst_1rps": "burst_limit",
    "error__information_daily_cap": "quota_used_up",
    "error__information_demo_key": "key_rejected",
    "error__information_old_25day": "quota_used_up",
    "error__information_premium_endpoint": "premium_only",
    "error__note_5_per_min": "throttled",
    "global_quote": None,
    "global_quote__unknown_symbol": "symbol_unknown",
    "time_series_intraday": "unreadable",
}


def recorded(bulk: bool) -> list[Any]:
    files = sorted(Path(FOLDER).glob("*.json")) if FOLDER else []
    chosen = [file for file in files if file.stem.startswith("realtime_bulk_quotes") is bulk]
    if not chosen:
        return [pytest.param(None, marks=pytest.mark.skip(reason="FINPULSE_REFERENCE_REPLIES holds no such replies"))]
    return [pytest.param(file, id=file.stem) for file in chosen]


@pytest.mark.parametrize("file", recorded(bulk=False))
def test_each_recorded_reply_is_understood(file: Path, run: Any) -> None:
    assert_outcome(run(to_msft(file.read_bytes())), "alpha_vantage", WORDS[file.stem])


@pytest.mark.parametrize("file", recorded(bulk=True))
def test_each_recorded_bulk_reply_is_understood(file: Path, run: Any) -> None:
    symbols = [row["symbol"] for row in json.loads(file.read_bytes())["data"]]
    conduct = Conduct(replies={"*": Answer(200, file.read_bytes())})
    ran = run(conduct, QUOTE_FUNCTION="REALTIME_BULK_QUOTES", SYMBOLS=",".join(symbols))
    assert [event.symbol for event in ran.events] == symbols
    assert (ran.summary["failed"], ran.counted) == ({}, {})
