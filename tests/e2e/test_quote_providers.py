"""Two providers in a real sandbox, IAM enforced: the second one takes over when the first one's day is used up."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from finpulse_cli.fixtures.load import load
from finpulse_cli.standins.alpha_vantage.api import Api
from finpulse_cli.standins.finnhub.finnhub_api import FinnhubApi
from finpulse_cli.standins.provider.conduct import Conduct
from finpulse_cli.standins.provider.server import StandIn
from finpulse_cli.standins.provider.tape import Tape
from finpulse_cli.standins.provider.throttle import Throttle
from tests.contract.test_every_reply import ALPHA_VANTAGE, POLICY
from tests.e2e.sandbox import Sandbox, free_port, provisioned
from tests.waiting import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEYS = {"alpha_vantage": "Q7W8E9R1T2Y3U4I5", "finnhub": "q7w8e9r1t2y3u4i5o6p7"}


@pytest.fixture(scope="module")
def chained(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """A sandbox with both providers, whose schedule sleeps."""
    extra = {f"TF_VAR_{name}_key": key for name, key in KEYS.items()} | {
        "TF_VAR_quote_providers": json.dumps([*KEYS]),
        "TF_VAR_alpha_vantage_key_version": "2",  # the snapshot that `up` begins with has an unset one
        "TF_VAR_schedule_enabled": "false",
    }
    with provisioned([Sandbox(tmp_path_factory.mktemp("chained"), free_port(), extra)]) as (made,):
        assert {name: read_key(made, name) for name in KEYS} == KEYS  # or nothing could be leaked
        yield made


def read_key(sandbox: Sandbox, provider: str) -> str:
    """The key that the function reads."""
    name = f"/finpulse/{provider.replace('_', '-')}-key"
    return str(sandbox.clients.ssm.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"])


class Turned(Api):
    """Alpha Vantage, which behaves otherwise from one test's step to the next."""

    def turn(self, conduct: Conduct) -> None:
        """Behave so from now on."""
        object.__setattr__(self, "conduct", conduct)


def set_up(sandbox: Sandbox, **changes: str) -> None:
    """Change variables of the function."""
    client, name = sandbox.clients.functions, sandbox.stack.functions["data_ingester"]
    variables = client.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    client.update_function_configuration(FunctionName=name, Environment={"Variables": variables | changes})


def ingest(sandbox: Sandbox) -> dict[str, Any]:
    """Invoke the function once."""
    answer = sandbox.clients.functions.invoke(
        FunctionName=sandbox.stack.functions["data_ingester"], Payload=json.dumps({}).encode()
    )
    told: dict[str, Any] = json.loads(answer["Payload"].read())
    return told


def test_the_second_provider_takes_over_and_no_key_is_anywhere(chained: Sandbox) -> None:
    tape = Tape.of(load("market-day"))
    spent = Conduct(throttle=Throttle(per_day=2))
    with StandIn(0, [Api(tape, spent), FinnhubApi(tape)], "market-day", lambda: datetime.now(UTC)) as server:
        set_up(chained, ALPHA_VANTAGE_URL=f"http://127.0.0.1:{server.server_port}")
        told = ingest(chained)
    assert (told["put"], told["failed"]) == (5, {})
    set_up(chained, ALPHA_VANTAGE_URL=f"http://127.0.0.1:{chained.port + 1}")

    def stored() -> bool:
        return len(chained.json("tail", "prices", "--feed", "live", "--limit", "50")) == 5

    assert eventually(stored, "a price of every symbol")
    rows = chained.json("tail", "prices", "--feed", "live", "--limit", "50")
    assert sorted(row["source"] for row in rows) == ["alpha_vantage"] * 2 + ["finnhub"] * 3
    assert {row["volume_kind"] for row in rows if row["source"] == "finnhub"} == {"interval"}

    def counted() -> bool:
        metrics = chained.clients.cloudwatch.list_metrics(Namespace="FinPulse", MetricName="FailedQuotes")["Metrics"]
        return [{each["Value"] for each in metric["Dimensions"]} for metric in metrics] == [
            {"alpha_vantage", "quota_used_up"}
        ]

    assert eventually(counted, "the failure as a metric")
    log = chained.run("logs", "data_ingester", "--since", "10m").stdout
    assert "quota_used_up" in log
    for text in (log, *(path.read_text(errors="replace") for path in _files(chained))):
        assert all(key not in text for key in KEYS.values())


def test_each_reply_is_logged_by_its_word_and_never_stored_as_a_price(chained: Sandbox) -> None:
    api = Turned(Tape.of(load("market-day")))
    with StandIn(0, [api], "market-day", lambda: datetime.now(UTC), hold_seconds=6) as server:
        set_up(chained, ALPHA_VANTAGE_URL=f"http://127.0.0.1:{server.server_port}", SYMBOLS="MSFT")
        words = {name: word for name, (_, word) in ALPHA_VANTAGE.items() if word}
        for name, word in words.items():
            api.turn(ALPHA_VANTAGE[name][0])
            told = ingest(chained)
            helped = POLICY[word].is_the_providers and name != "a trading day to come"
            assert (told["put"] + told["repeated"], [*told["failed"]]) == ((1, []) if helped else (0, ["MSFT"])), name
    log = chained.run("logs", "data_ingester", "--since", "10m", "--limit", "500").stdout
    assert {word for word in words.values() if word not in log} == set()
    rows = [row for row in chained.json("tail", "prices", "--limit", "500") if row["symbol"] == "MSFT"]
    assert {row["source"] for row in rows} == {"finnhub"}
    assert all(key not in log for key in KEYS.values())


def _files(sandbox: Sandbox) -> Iterator[Path]:
    """Terraform's state and what it kept, and every log."""
    yield from (path for path in (sandbox.folder / "terraform").rglob("*.tfstate*") if path.is_file())
    yield from sandbox.folder.glob("*.log")
    yield sandbox.folder / "outputs.json"
