"""A thousand anomalies in a minute, silences, quiet hours, and receivers that fail every third time: the real path.

Stream, detector, topic, filter policies, queues, alert_webhook, HTTP. Told is who may be told, each once.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING, Any

import pytest

from lambdas.shared.domain.feed import feed_of
from lambdas.shared.domain.timestamps import floor_minute
from lambdas.shared.wire.event_json import encode_event
from tests.doubles.webhooks import plain_envelope
from tests.e2e.sandbox import Sandbox, free_port, provisioned
from tests.factories import NOON, price_event
from tests.unit.lambdas.data_ingester.loopback import Loopback, Reply, Request, serving
from tests.waiting import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambdas.shared.domain.event import PriceEvent

LOUD = [f"LOUD{number}" for number in range(230)]  # four anomalies each, all HIGH, two in each direction
MILD = [f"MILD{number}" for number in range(40)]  # two, MEDIUM
SILENCED = LOUD[:3]
CHAT_SYMBOLS = LOUD[1:8]
BEFORE = 30 * 60  # seconds from the first price to the first anomaly
ANOMALIES = 4 * len(LOUD) + 2 * len(MILD)
TOLD = 2 * (len(LOUD) - len(SILENCED))  # once in each direction, the second of each cooling down
EVENT_ID = re.compile(r"[0-9a-f]{32}")
PAGE = 500  # records that a call takes


@dataclass
class Receiver:
    """Refuses every third request, in turns of three ways; `taken` counts what it has taken by the alert's id."""

    requests: int = 0
    refused: int = 0
    taken: Counter[str] = field(default_factory=Counter)
    bodies: dict[str, dict[str, Any]] = field(default_factory=dict)
    _turn: Lock = field(default_factory=Lock)

    def answer(self, request: Request) -> Reply:
        """Take a POST, or refuse it."""
        headers = {name.lower(): value for name, value in request.headers.items()}
        with self._turn:
            self.requests += 1
            if self.requests % 3 == 0:
                self.refused += 1
                refusals = (Reply(status=500), Reply(status=429, headers={"Retry-After": "1"}), Reply(status=503))
                return refusals[self.refused % 3]
            alert = headers["x-finpulse-alert"]
            self.taken[alert] += 1
            self.bodies[alert] = json.loads(request.body)
            return Reply()


@dataclass(frozen=True)
class Storm:
    """A sandbox, its webhooks' receivers by name, and the feed that the storm came in."""

    sandbox: Sandbox
    receivers: dict[str, Receiver]
    feed: str


@pytest.fixture(scope="module")
def receivers() -> Iterator[dict[str, tuple[Receiver, Loopback]]]:
    """One that wants everything, and one that wants HIGH of some symbols."""
    with ExitStack() as stack:
        made = {name: Receiver() for name in ("ops", "chat")}
        yield {name: (one, stack.enter_context(serving(one.answer))) for name, one in made.items()}


@pytest.fixture(scope="module")
def storm(receivers: dict[str, tuple[Receiver, Loopback]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storm]:
    """A sandbox that a storm has come over."""
    webhooks = {"ops": {"format": "json"}, "chat": {"format": "slack", "severities": ["HIGH"], "symbols": CHAT_SYMBOLS}}
    secrets = {name: {"url": f"{server.url}/secret-{name}"} for name, (_, server) in receivers.items()}
    variables = {
        "TF_VAR_alert_webhooks": json.dumps(webhooks),
        "TF_VAR_alert_webhook_secrets": json.dumps(secrets),
    }
    sandbox = Sandbox(tmp_path_factory.mktemp("storm"), free_port(), variables)
    with provisioned([sandbox]):
        for symbol in SILENCED:
            sandbox.run("alerts", "silence", symbol, "--for", "2h")
        sandbox.run("alerts", "quiet", "00:00-00:00", "--zone", "Europe/Berlin")
        feed = feed_of("storm", "e2e")
        put(sandbox, storm_of(feed, datetime.now(UTC)))
        yield Storm(sandbox, {name: one for name, (one, _) in receivers.items()}, feed)


def storm_of(feed: str, now: datetime) -> list[PriceEvent]:
    """Thirty prices of each symbol, a minute apart, then its anomalies, all within one minute; they come in now."""
    begin = (floor_minute(now) - timedelta(minutes=40) - NOON).total_seconds()
    quiet = dict.fromkeys(LOUD, ("100",) * 30) | dict.fromkeys(MILD, ("99.99", "100.01") * 15)
    anomalies = dict.fromkeys(LOUD, ("101", "90", "80", "140")) | dict.fromkeys(MILD, ("100.0305", "99.9671"))
    return [
        price_event(price, seconds=begin + seconds, symbol=symbol, feed=feed, ingested_at=now)
        for symbol, prices in quiet.items()
        for seconds, price in (
            *((60 * place, price) for place, price in enumerate(prices)),
            *((BEFORE + 10 * place, price) for place, price in enumerate(anomalies[symbol])),
        )
    ]


def put(sandbox: Sandbox, events: list[PriceEvent]) -> None:
    """Put events on the stream, each symbol's in order."""
    for start in range(0, len(events), PAGE):
        page = events[start : start + PAGE]
        records: Any = [{"Data": encode_event(event), "PartitionKey": event.series} for event in page]
        done = sandbox.clients.kinesis.put_records(StreamName=sandbox.stack.stream_name, Records=records)
        assert done["FailedRecordCount"] == 0


def stored(storm: Storm) -> list[dict[str, Any]]:
    """All anomalies of the storm."""
    return storm.sandbox.json("anomalies", "--feed", storm.feed, "--limit", "2000")


def told(storm: Storm, webhook: str) -> Counter[str]:
    """What a receiver has taken of the storm, by the event that the alert's id names."""
    symbols = {*LOUD, *MILD}
    taken = Counter[str]()
    for alert, times in storm.receivers[webhook].taken.items():
        if alert.partition("/")[0] in symbols:
            [event_id] = EVENT_ID.findall(alert)
            taken[event_id] += times
    return taken


def is_empty(storm: Storm, webhook: str) -> bool:
    """Whether nothing waits for a webhook or is on its way to it."""
    url = (storm.sandbox.stack.webhooks or {})[webhook]["queue_url"]
    names: Any = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    found = storm.sandbox.clients.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
    return all(found[name] == "0" for name in names)


@pytest.fixture(scope="module")
def rows(storm: Storm) -> list[dict[str, Any]]:
    """Wait until the detector is through and every queue empty; return the anomalies."""
    eventually(lambda: len(stored(storm)) == ANOMALIES, f"{ANOMALIES} anomalies")
    eventually(lambda: len(told(storm, "ops")) >= TOLD, f"{TOLD} alerts at the receiver")
    for webhook in storm.receivers:
        eventually(lambda webhook=webhook: is_empty(storm, webhook), f"an empty queue of {webhook}")  # type: ignore[misc]
    return stored(storm)


def test_every_anomaly_is_stored_and_told_once_to_whoever_may_be_told(storm: Storm, rows: list[dict[str, Any]]) -> None:
    by_symbol = Counter(row["symbol"] for row in rows)
    assert set(by_symbol.values()) == {4, 2}
    assert len(rows) == ANOMALIES

    alerted = {row["event_id"]: row["symbol"] for row in rows if row["alerted"]}
    assert set(alerted.values()) == {*LOUD} - {*SILENCED}
    assert len(alerted) == TOLD
    assert told(storm, "ops") == dict.fromkeys(alerted, 1)
    wanted = [event_id for event_id, symbol in alerted.items() if symbol in CHAT_SYMBOLS]
    assert told(storm, "chat") == dict.fromkeys(wanted, 1)
    assert len(wanted) == 2 * len({*CHAT_SYMBOLS} - {*SILENCED})


def test_what_was_held_says_by_what_and_what_was_told_says_where(rows: list[dict[str, Any]]) -> None:
    held = Counter(row["held_by"].partition(":")[0] for row in rows if row["held_by"])
    assert held == {"silence": 2 * len(SILENCED), "quiet_hours": 2 * len(MILD)}
    assert {row["symbol"] for row in rows if row["held_by"] == "quiet_hours"} == {*MILD}
    for row in rows:
        where = ["ops", "chat"] if row["symbol"] in CHAT_SYMBOLS else ["ops"]
        assert sorted(row["delivered_to"]) == (sorted(where) if row["alerted"] else [])
        assert not (row["alerted"] and row["held_by"])


@pytest.mark.usefixtures("rows")
def test_the_receivers_did_refuse_every_third_time(storm: Storm) -> None:
    for receiver in storm.receivers.values():
        assert receiver.refused == receiver.requests // 3
        assert receiver.refused > 0
    assert storm.receivers["ops"].refused > TOLD // 3


def test_each_e_mail_went_out_once_too(storm: Storm, rows: list[dict[str, Any]]) -> None:
    sent = storm.sandbox.json("tail", "alerts", "--feed", storm.feed, "--limit", "5000")
    mailed = Counter(row["event_id"] for row in sent)
    assert mailed == {row["event_id"]: 1 for row in rows if row["alerted"]}


@pytest.mark.usefixtures("rows")
def test_nothing_is_undelivered_and_a_copy_that_is_sent_again_is_absorbed(storm: Storm) -> None:
    assert storm.sandbox.json("alerts", "undelivered") == []
    before = told(storm, "ops")
    webhooks = storm.sandbox.stack.webhooks or {}
    storm.sandbox.clients.sqs.send_message(QueueUrl=webhooks["ops"]["undelivered_url"], MessageBody=copy_of(storm))
    [row] = storm.sandbox.json("alerts", "undelivered")
    assert (row["webhook"], row["symbol"] in LOUD) == ("ops", True)
    assert storm.sandbox.run("alerts", "redrive").stdout == "1 alert sent again\n"
    eventually(lambda: is_empty(storm, "ops"), "an empty queue")
    assert storm.sandbox.json("alerts", "undelivered") == []
    assert told(storm, "ops") == before


@pytest.mark.usefixtures("rows")
def test_a_test_says_where_it_arrived_and_no_secret_is_logged(storm: Storm) -> None:
    rows = {row["place"]: row["arrived"] for row in storm.sandbox.json("alerts", "test")}
    assert rows == {"chat": True, "ops": True, "alerts@finpulse.localhost": True}
    logged = storm.sandbox.run("logs", "alert_webhook", "--limit", "2000").stdout
    assert "messages" in logged
    assert "secret-" not in logged
    state = (storm.sandbox.folder / "terraform").rglob("*.tfstate*")
    assert [path for path in state if b"secret-ops" in path.read_bytes()] == []


def copy_of(storm: Storm) -> str:
    """The message of an alert that has arrived, as its queue had it."""
    alert = next(alert for alert in storm.receivers["ops"].taken if alert.startswith("LOUD"))
    symbol, _, anomaly_id = alert.partition("/")
    attributes = {"kind": "alert", "alert_id": alert, "symbol": symbol, "anomaly_id": anomaly_id}
    return plain_envelope("A copy", "of an alert", **attributes)
