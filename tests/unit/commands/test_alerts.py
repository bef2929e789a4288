"""`finpulse alerts` on MiniStack's DynamoDB in this process."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner, Result

from finpulse_cli.commands import alerts
from finpulse_cli.core.errors import FailedError, MissingError, UsageError
from lambdas.shared.adapters.dynamodb.alert_policy_store import DynamoAlertPolicy
from lambdas.shared.adapters.dynamodb.anomaly_store import DynamoAnomalyStore
from lambdas.shared.adapters.dynamodb.delivery_store import DynamoDeliveryStore
from lambdas.shared.domain.alert_policy import Hold
from lambdas.shared.domain.anomaly import Direction, Severity
from tests.doubles.wire import Aws
from tests.factories import NOON, anomaly, price_event
from tests.unit.features.tail.fakes import outputs, source

if TYPE_CHECKING:
    from pathlib import Path

    from finpulse_cli.stack.outputs import StackOutputs

Run = Callable[..., Result]
TABLE = "alerting"


def stack() -> StackOutputs:
    return replace(outputs(), tables=outputs().tables | {"alerting": TABLE})


@pytest.fixture(scope="module")
def aws() -> Aws:
    return Aws()


@pytest.fixture
def policy(aws: Aws) -> DynamoAlertPolicy:
    aws.new_tables({TABLE: "alerting", "anomalies": "anomalies"})
    return DynamoAlertPolicy(aws.client("dynamodb"), TABLE)


@pytest.fixture
def run(policy: DynamoAlertPolicy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `alerts`, at NOON unless `hours` says later."""

    def invoke(*arguments: str, hours: float = 0, of: StackOutputs | None = None) -> Result:
        now = NOON + timedelta(hours=hours)
        opened = source(tmp_path, stack=of or stack(), dynamodb=policy.client, now=now)
        monkeypatch.setattr(alerts, "open_source", lambda *_, **__: opened)
        return CliRunner().invoke(alerts.app, arguments)

    return invoke


def error_of(done: Result) -> Any:
    assert done.exception is not None
    return done.exception


def test_a_symbol_is_silenced_from_now_on(run: Run, policy: DynamoAlertPolicy) -> None:
    done = run("silence", "aapl", "--for", "2h", "--direction", "drop", "--severity", "medium")
    (silence,) = policy.load(NOON).silences
    assert done.stdout == (
        f"MEDIUM DROP alerts of AAPL are held until 2026-11-20 19:00 UTC: silence {silence.silence_id}\n"
    )
    assert f"finpulse alerts unsilence {silence.silence_id}" in done.stderr
    assert (silence.since, silence.until) == (NOON, NOON + timedelta(hours=2))
    assert (silence.symbol, silence.direction, silence.severity) == ("AAPL", Direction.DROP, Severity.MEDIUM)


def test_all_symbols_are_silenced_only_when_asked_for(run: Run, policy: DynamoAlertPolicy) -> None:
    for arguments in ([], ["AAPL", "--all"]):
        assert isinstance(error_of(run("silence", "--for", "2h", *arguments)), UsageError)
    assert run("silence", "--all", "--for", "2h").stdout.startswith("all alerts are held until")
    assert policy.load(NOON).silences[0].symbol is None


@pytest.mark.parametrize("length", ["31d", "0s", "long"])
def test_a_silence_lasts_some_time_and_not_for_ever(run: Run, length: str) -> None:
    assert isinstance(error_of(run("silence", "AAPL", "--for", length)), UsageError)


def test_silences_are_listed_while_they_last(run: Run) -> None:
    run("silence", "AAPL", "--for", "2h")
    run("quiet", "22:00-07:00", "--zone", "Europe/Berlin")
    shown = run("silences", hours=1)
    assert "AAPL" in shown.stdout
    assert "1h left" in shown.stdout
    assert "quiet hours: 22:00-07:00 Europe/Berlin, every day; HIGH passes" in shown.stderr
    assert json.loads(run("silences", "--json").stdout)["lasts"] is True
    assert "nothing is silenced" in run("silences", hours=2).stderr
    assert json.loads(run("silences", "--over", "--json", hours=2).stdout)["lasts"] is False
    assert "over" in run("silences", "--over", hours=2).stdout


def test_a_silence_is_ended_once(run: Run, policy: DynamoAlertPolicy) -> None:
    silence_id = json.loads(run("silence", "AAPL", "--for", "2h", "--json").stdout)["silence_id"]
    assert run("unsilence", silence_id.upper(), hours=1).stdout == "alerts of AAPL go out again\n"
    assert policy.load(NOON).silences[0].until == NOON + timedelta(hours=1)
    error = error_of(run("unsilence", silence_id, hours=1))
    assert isinstance(error, FailedError)
    assert "finpulse alerts silences" in str(error.next_action)


def test_quiet_hours_are_set_shown_and_taken_off(run: Run, policy: DynamoAlertPolicy) -> None:
    assert "no quiet hours" in run("quiet").stderr
    assert json.loads(run("quiet", "--json").stdout) is None
    done = run("quiet", "16:00-18:00", "--days", "mon-fri", "--hold-high", "--json")
    assert json.loads(done.stdout) == {
        "hours": "16:00-18:00",
        "zone": "UTC",
        "days": ["mon", "tue", "wed", "thu", "fri"],
        "high_passes": False,
        "since": "2026-11-20T17:00:00.000Z",
        "quiet_until": "2026-11-20T18:00:00.000Z",
    }
    assert run("quiet").stdout == "quiet hours: 16:00-18:00 UTC, mon tue wed thu fri; HIGH is held too\n"
    assert "no quiet hours" in run("quiet", "off").stderr
    assert policy.load(NOON).quiet_hours is None


def test_a_stack_of_an_older_version_is_told_apart(run: Run) -> None:
    error = error_of(run("silences", of=outputs()))
    assert isinstance(error, MissingError)
    assert "finpulse up" in str(error.next_action)


FOUND = anomaly()
HELD = replace(anomaly(price_event("90", seconds=60)), hold=Hold("silence:k3f9q2", NOON + timedelta(hours=2)))
COOLED = replace(anomaly(price_event("91", seconds=120)), alert_due=False)


@pytest.fixture
def alerted(policy: DynamoAlertPolicy, aws: Aws) -> None:
    """An alert that went out, to a webhook too, one that is held, and an anomaly that cooled down."""
    aws.new_tables({TABLE: "alerting", "anomalies": "anomalies", "counters": "counters"})
    store = DynamoAnomalyStore(policy.client, "anomalies", "counters", "us")
    store.add([FOUND, HELD, COOLED], NOON)
    store.note_alerted(FOUND)
    DynamoDeliveryStore(policy.client, TABLE, "anomalies", "us").note_delivered("ops", "a", FOUND.key, NOON)


@pytest.mark.usefixtures("alerted")
def test_alerts_are_listed_with_what_became_of_them(run: Run) -> None:
    rows = [json.loads(line) for line in run("list", "--json").stdout.splitlines()]
    assert [(row["event_id"], row["sent_to"], row["held_by"]) for row in rows] == [
        (HELD.event.event_id, [], "silence:k3f9q2"),
        (FOUND.event.event_id, ["e-mail", "ops"], None),
    ]
    shown = run("list").stdout
    assert "sent: e-mail, ops" in shown
    assert "held by silence k3f9q2 until 2026-11-20T19:00:00.000Z" in shown
    assert len(run("list", "--json", "--limit", "1").stdout.splitlines()) == 1
    assert "no alert matches" in run("list", "--since", "1s", hours=1).stderr


@pytest.mark.usefixtures("alerted")
def test_an_anomaly_is_acknowledged_by_a_name_once(run: Run) -> None:
    event_id = FOUND.event.event_id
    said = f"{event_id} is known to Ada since 2026-11-20T17:00:00.000Z\n"
    assert run("ack", event_id.upper(), "--by", " Ada ").stdout == said
    assert run("ack", event_id, "--by", "Bob", hours=1).stdout == said
    assert json.loads(run("ack", event_id, "--by", "Bob", "--json").stdout)["acknowledged_by"] == "Ada"
    assert json.loads(run("list", "--json").stdout.splitlines()[1])["acknowledged_by"] == "Ada"


@pytest.mark.usefixtures("alerted")
def test_who_acknowledges_is_the_user_unless_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alerts, "getuser", lambda: "grace")
    assert "known to grace" in run("ack", FOUND.event.event_id).stdout


@pytest.mark.usefixtures("alerted")
def test_what_cannot_be_acknowledged_says_why(run: Run) -> None:
    assert isinstance(error_of(run("ack", "abc")), UsageError)
    assert isinstance(error_of(run("ack", FOUND.event.event_id, "--by", "a\nb")), UsageError)
    error = error_of(run("ack", "0" * 32, "--by", "Ada"))
    assert isinstance(error, FailedError)
    assert "finpulse alerts list" in str(error.next_action)
