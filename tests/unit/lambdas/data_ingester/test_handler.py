"""The function as Lambda runs it: real HTTP and the real AWS SDK against a loopback server that plays all three."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from lambdas.data_ingester import wiring
from lambdas.data_ingester.handler import handler
from lambdas.shared.adapters import clients
from lambdas.shared.domain.event import Source
from lambdas.shared.errors import DependencyError
from tests.doubles.ingester_cloud import IngesterCloud
from tests.unit.lambdas.data_ingester.loopback import Loopback, Reply, Request, serving
from tests.unit.lambdas.data_ingester.replies import BAD_KEY, DAILY_CAP, global_quote

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

    def serve(self, request: Request) -> Reply:
        answer = self.answer(request)
        if answer is not None:
            return answer
        assert request.path.startswith("/query?")
        query = {name: values[0] for name, values in parse_qs(urlsplit(request.path).query).items()}
        if query["apikey"] != self.keys[-1]:
            return Reply(json.dumps({"Error Message": BAD_KEY}))
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
        }
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(wiring, "CALL_SPACING_SECONDS", dict.fromkeys(Source, 0.0))
        monkeypatch.setattr("lambdas.data_ingester.retries.FIRST_PAUSE_SECONDS", 0.0)
        clients._client.cache_clear()
        wiring.ingester.cache_clear()
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
