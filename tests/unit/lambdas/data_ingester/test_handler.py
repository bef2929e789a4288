"""The function as Lambda runs it: real HTTP and the real AWS SDK against a loopback server that plays all three."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from lambdas.data_ingester import wiring
from lambdas.data_ingester.handler import handler
from lambdas.data_ingester.retries import TRIES
from lambdas.shared.adapters import clients
from lambdas.shared.domain.event import Source
from lambdas.shared.errors import DependencyError
from tests.contract.tables import create_table
from tests.doubles.ingester_cloud import IngesterCloud
from tests.doubles.wire import dynamodb
from tests.unit.lambdas.data_ingester.loopback import Loopback, Reply, Request, serving
from tests.unit.lambdas.data_ingester.replies import BAD_KEY, DAILY_CAP, bulk_reply, bulk_row, global_quote

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = "Q7W8E9R1T2Y3U4I5"
SCHEDULED = {"scheduled_at": "2026-11-20T14:31:00Z"}


class Context:
    """Lambda's context with a minute left."""

    def get_remaining_time_in_millis(self) -> int:
        return 60_000


class Cloud(IngesterCloud):
    """Alpha Vantage beside SSM and Kinesis. `quotes` are Alpha Vantage's replies by symbol."""

    def __init__(self) -> None:
        super().__init__(KEY)
        self.quotes: dict[str, Reply] = {}
        self.asked: list[str] = []

    def serve(self, request: Request) -> Reply:
        answer = self.answer(request)
        if answer is not None:
            return answer
        assert request.path.startswith("/query?")
        query = {name: values[0] for name, values in parse_qs(urlsplit(request.path).query).items()}
        if query["apikey"] != self.keys[-1]:
            return Reply(json.dumps({"Error Message": BAD_KEY}))
        self.asked.append(query["symbol"])
        if query["function"] == "REALTIME_BULK_QUOTES":
            rows = map(bulk_row, query["symbol"].split(","))
            return self.quotes.get(query["symbol"]) or Reply(json.dumps(bulk_reply(*rows)))
        return self.quotes.get(query["symbol"]) or Reply(json.dumps(global_quote(query["symbol"])))


@pytest.fixture
def cloud() -> Cloud:
    return Cloud()


@pytest.fixture(autouse=True)
def server(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    """The environment Terraform would set, with every address on this machine."""
    with serving(cloud.serve) as server:
        environment = {
            "AWS_ENDPOINT_URL": server.url,
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "id",
            "AWS_SECRET_ACCESS_KEY": "none",
            "STREAM_NAME": "finpulse-quotes",
            "SYMBOLS": "AAPL,MSFT,TSLA",
            "PROVIDERS": "alpha_vantage",
            "ALPHA_VANTAGE_URL": server.url,
            "ALPHA_VANTAGE_KEY_PARAMETER": "/finpulse/key",
            "QUOTE_FUNCTION": "GLOBAL_QUOTE",
            "EXCHANGE_HOURS": "nyse",
            "SCHEDULE_MINUTES": "1",
            "COUNTERS_TABLE": "finpulse-counters",
        }
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(wiring, "CALL_SPACING_SECONDS", dict.fromkeys(Source, 0.0))
        monkeypatch.setattr("lambdas.data_ingester.retries.FIRST_PAUSE_SECONDS", 0.0)
        clients._client.cache_clear()
        wiring.ingester.cache_clear()
        dynamodb.reset()
        create_table(clients.dynamodb(), "counters", "finpulse-counters")
        level = logging.getLogger("botocore").level
        yield server
        logging.getLogger("botocore").setLevel(level)
        clients._client.cache_clear()
        wiring.ingester.cache_clear()


def test_a_run_puts_every_quote_and_logs_one_line(cloud: Cloud, capsys: pytest.CaptureFixture[str]) -> None:
    assert handler(SCHEDULED, Context()) == {"put": 3, "repeated": 0, "failed": {}}
    assert [event.symbol for event in cloud.events] == ["AAPL", "MSFT", "TSLA"]
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line) == {
        "function": "data_ingester",
        "minute": "2026-11-20T14:31:00.000Z",
        "put": 3,
        "repeated": 0,
        "failed": {},
    }


def test_a_retried_schedule_puts_nothing_twice_and_the_key_is_fetched_once(cloud: Cloud) -> None:
    handler(SCHEDULED, Context())
    assert handler(SCHEDULED, Context()) == {"put": 0, "repeated": 3, "failed": {}}
    assert len(cloud.events) == 3
    assert cloud.reads == 1


def test_a_schedule_that_another_process_tries_again_makes_the_same_ids(cloud: Cloud) -> None:
    handler(SCHEDULED, Context())
    wiring.ingester.cache_clear()
    handler(SCHEDULED, Context())
    ids = [event.event_id for event in cloud.events]
    assert ids[:3] == ids[3:]


def test_a_replaced_key_is_picked_up(cloud: Cloud) -> None:
    cloud.keys = ["OLDOLDOLDOLDOLD1", KEY]
    assert handler(SCHEDULED, Context())["put"] == 3
    assert cloud.reads == 2


def test_the_key_is_in_no_log_and_no_event_even_at_debug_level(
    cloud: Cloud, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    cloud.quotes["MSFT"] = Reply(json.dumps({"Information": DAILY_CAP.format(key=KEY)}))
    summary = handler(SCHEDULED, Context())
    assert summary["put"] == 1
    captured = capfd.readouterr()
    for text in (str(summary), str(cloud.events), caplog.text, captured.out, captured.err):
        assert KEY not in text


def test_a_provider_out_of_reach_raises(cloud: Cloud) -> None:
    cloud.quotes = dict.fromkeys(("AAPL", "MSFT", "TSLA"), Reply("", 503))
    with pytest.raises(DependencyError, match="HTTP status 503"):
        handler(SCHEDULED, Context())


def test_slow_answers_leave_time_for_the_stream(cloud: Cloud) -> None:
    class OutOfTime:
        def get_remaining_time_in_millis(self) -> int:
            return 0

    summary = handler(SCHEDULED, OutOfTime())
    assert summary["put"] == 1
    assert set(summary["failed"]) == {"MSFT", "TSLA"}
    assert [event.symbol for event in cloud.events] == ["AAPL"]


CLOSED = {"scheduled_at": "2026-11-20T14:29:00Z"}


def test_while_the_exchange_is_closed_nobody_is_asked_and_nothing_is_counted(cloud: Cloud) -> None:
    cloud.counts = 0
    assert handler(CLOSED, Context()) == {"put": 0, "repeated": 0, "failed": {}}
    assert (cloud.asked, cloud.reads, cloud.counts) == ([], 0, 0)


def minute(number: int) -> dict[str, str]:
    """The schedule's input so many minutes after the opening."""
    return {"scheduled_at": f"2026-11-20T14:{30 + number}:00Z"}


def test_a_free_key_s_symbols_take_turns_also_over_restarts(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALPHA_VANTAGE_DAILY_REQUESTS", "25")
    summaries = []
    for number in range(18):
        wiring.ingester.cache_clear()
        summaries.append(handler(minute(number), Context()))
        handler(minute(number), Context())
    assert cloud.asked == ["AAPL", "MSFT"]
    assert [number for number, summary in enumerate(summaries) if summary["put"]] == [0, 15]


def test_a_day_that_is_used_up_is_told_in_the_log_and_as_a_metric(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ALPHA_VANTAGE_DAILY_REQUESTS", "1")
    monkeypatch.setattr(wiring, "utc_now", lambda: datetime(2026, 11, 20, 14, 31, 7, tzinfo=UTC))
    handler(minute(0), Context())
    capsys.readouterr()
    assert handler(minute(1), Context()) == {"put": 0, "repeated": 0, "failed": {}}
    told, _ = map(json.loads, capsys.readouterr().out.splitlines())
    assert cloud.asked == ["AAPL"]
    assert told["_aws"]["CloudWatchMetrics"][0]["Metrics"] == [{"Name": "QuotaUsedUp", "Unit": "Count"}]
    assert {name: told[name] for name in told if name != "_aws"} == {
        "Consumer": "data_ingester",
        "QuotaUsedUp": 1,
        "provider": "alpha_vantage",
        "used": 1,
        "limit": 1,
        "goes_on_at": "2026-11-23T14:30:00.000Z",
    }


def test_500_symbols_on_premium_are_five_calls_of_which_one_may_fail(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    symbols = [f"S{number}" for number in range(500)]
    monkeypatch.setenv("SYMBOLS", ",".join(symbols))
    monkeypatch.setenv("ALPHA_VANTAGE_REQUESTS_PER_MINUTE", "600")
    monkeypatch.setenv("QUOTE_FUNCTION", "REALTIME_BULK_QUOTES")
    pages = [",".join(symbols[start : start + 100]) for start in range(0, 500, 100)]
    cloud.quotes[pages[2]] = Reply("<html>", 503)
    summary = handler(SCHEDULED, Context())
    assert cloud.asked == [*pages[:2], *[pages[2]] * TRIES, *pages[3:]]
    assert (summary["put"], summary["repeated"]) == (400, 0)
    assert summary["failed"] == dict.fromkeys(
        symbols[200:300], "server_error: Alpha Vantage answered with HTTP status 503"
    )
    assert [event.symbol for event in cloud.events] == symbols[:200] + symbols[300:]
