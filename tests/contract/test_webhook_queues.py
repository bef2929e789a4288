"""Dead letters on a real queue: listed, left where they are, sent again."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.errors import FailedError
from finpulse_cli.features.alerts.webhooks import WebhookQueues, deliveries_of, undelivered_row, webhook_queues
from lambdas.shared.adapters.dynamodb.delivery_store import DynamoDeliveryStore
from tests.doubles.webhooks import envelope
from tests.factories import NOON, anomaly, price_event
from tests.unit.features.tail.fakes import outputs, source

if TYPE_CHECKING:
    from pathlib import Path

    from finpulse_cli.features.tail.base import Source
    from tests.contract.tables import Tables
    from tests.emulator import Emulator

FOUND = [anomaly(price_event("90", seconds=place)) for place in range(12)]


@pytest.fixture
def opened(emulator: Emulator, tables: Tables, tmp_path: Path) -> Source:
    """A stack with two webhooks."""
    sqs = emulator.client("sqs")

    def queue(name: str) -> str:
        return str(sqs.create_queue(QueueName=f"{name}-{tmp_path.name}"[:80])["QueueUrl"])

    webhooks = {
        name: {"format": "json", "queue_url": queue(name), "undelivered_url": queue(f"{name}-undelivered")}
        for name in ("chat", "ops")
    }
    names = outputs().tables | {"alerting": tables.create("alerting"), "anomalies": tables.create("anomalies")}
    stack = replace(outputs(), webhooks=webhooks, tables=names)
    return source(tmp_path, stack=stack, sqs=sqs, dynamodb=tables.client)


def bury(opened: Source, webhook: str, *bodies: str) -> None:
    """Put messages into a dead-letter queue."""
    url = (opened.outputs.webhooks or {})[webhook]["undelivered_url"]
    for body in bodies:
        opened.clients.sqs.send_message(QueueUrl=url, MessageBody=body)


def found_in(queues: WebhookQueues) -> list[tuple[str, str]]:
    messages = list(queues.undelivered())
    queues.show_again(messages)
    return sorted((message.webhook, message.body) for message in messages)


def test_more_than_one_page_is_listed_and_stays(opened: Source) -> None:
    bodies = [envelope(one) for one in FOUND]
    bury(opened, "ops", *bodies)
    bury(opened, "chat", "not a message")
    queues = webhook_queues(opened)
    wanted = sorted([*(("ops", body) for body in bodies), ("chat", "not a message")])
    assert found_in(queues) == wanted
    assert found_in(queues) == wanted
    assert found_in(webhook_queues(opened, "chat")) == [("chat", "not a message")]


def test_a_dead_letter_is_sent_again_and_gone(opened: Source) -> None:
    body = envelope(FOUND[0])
    bury(opened, "ops", body)
    queues = webhook_queues(opened, "ops")
    for message in queues.undelivered():
        queues.send_again(message)
    assert found_in(queues) == []
    url = queues.webhooks["ops"]["queue_url"]
    (sent,) = opened.clients.sqs.receive_message(QueueUrl=url)["Messages"]
    assert json.loads(sent["Body"]) == json.loads(body)


def test_a_row_says_which_alert_it_is_and_why_it_was_not_taken(opened: Source) -> None:
    tables = opened.outputs.tables
    store = DynamoDeliveryStore(opened.clients.dynamodb, tables["alerting"], tables["anomalies"], owner="function")
    alert_id = f"AAPL/{FOUND[0].anomaly_id}"
    store.claim("ops", alert_id, NOON)
    store.give_back("ops", alert_id, "HTTP status 500")
    bury(opened, "ops", envelope(FOUND[0]), "nonsense")
    rows = {
        row.values["alert_id"]: row.values
        for row in (undelivered_row(message, deliveries_of(opened)) for message in webhook_queues(opened).undelivered())
    }
    assert rows[alert_id]["failure"] == "HTTP status 500"
    assert (rows[alert_id]["symbol"], rows[alert_id]["webhook"], rows[alert_id]["kind"]) == ("AAPL", "ops", "alert")
    assert "no message of the topic" in rows[None]["failure"]


def test_a_stack_without_webhooks_and_one_without_that_webhook_say_what_to_do(opened: Source, tmp_path: Path) -> None:
    with pytest.raises(FailedError, match="has no webhooks") as none:
        webhook_queues(source(tmp_path))
    assert "TF_VAR_alert_webhooks" in str(none.value.next_action)
    with pytest.raises(FailedError, match="no webhook 'other'") as unknown:
        webhook_queues(opened, "other")
    assert "chat, ops" in str(unknown.value.next_action)
