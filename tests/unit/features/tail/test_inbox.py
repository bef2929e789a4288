from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from finpulse_cli.features.tail.inbox import AlertInbox, alert_of
from tests.unit.features.tail.fakes import FakeSqs

if TYPE_CHECKING:
    from pathlib import Path


def message(number: int, *, sns_id: str | None = None) -> dict[str, Any]:
    """A queue message as SNS delivers it."""
    names = {"feed": "test.1", "symbol": "AAPL", "severity": "HIGH", "direction": "DROP", "event_id": f"{number:032x}"}
    envelope = {
        "Type": "Notification",
        "MessageId": sns_id or f"sns-{number}",
        "Subject": f"subject {number}",
        "Message": "text",
        "Timestamp": "2026-11-20T17:00:00.000Z",
        "MessageAttributes": {name: {"Type": "String", "Value": value} for name, value in names.items()},
    }
    return {"MessageId": f"sqs-{number}", "ReceiptHandle": f"handle-{number}", "Body": json.dumps(envelope)}


def inbox(tmp_path: Path, sqs: FakeSqs) -> AlertInbox:
    client: Any = sqs
    return AlertInbox(client, "https://sqs.test/inbox", tmp_path / "home" / "alerts.jsonl")


def subjects(box: AlertInbox) -> list[str]:
    return [alert["subject"] for alert in box.alerts()]


def test_an_alert_is_taken_out_of_its_envelope() -> None:
    raw: Any = message(7)
    assert alert_of(raw) == {
        "message_id": "sns-7",
        "sent_at": "2026-11-20T17:00:00.000Z",
        "feed": "test.1",
        "symbol": "AAPL",
        "severity": "HIGH",
        "direction": "DROP",
        "event_id": f"{7:032x}",
        "detector": None,
        "subject": "subject 7",
        "message": "text",
    }


@pytest.mark.parametrize("body", ["plain words", "[1]", '{"other": 1}'])
def test_a_message_without_an_envelope_is_kept_as_it_is(body: str) -> None:
    raw: Any = {"MessageId": "sqs-1", "ReceiptHandle": "h", "Body": body}
    alert = alert_of(raw)
    assert (alert["message_id"], alert["message"], alert["symbol"]) == ("sqs-1", body, None)


def test_the_queue_is_emptied_into_the_file(tmp_path: Path) -> None:
    sqs = FakeSqs([message(number) for number in range(5)])
    box = inbox(tmp_path, sqs)
    assert box.alerts() == []
    box.collect()
    assert sqs.messages == []
    assert subjects(box) == [f"subject {number}" for number in range(5)]


def test_what_could_not_be_deleted_is_known_when_it_comes_again(tmp_path: Path) -> None:
    sqs = FakeSqs([message(1), message(2)], deletes=False)
    box = inbox(tmp_path, sqs)
    with pytest.raises(ConnectionError):
        box.collect()
    assert subjects(box) == ["subject 1", "subject 2"]
    sqs.deletes = True
    box.collect()
    assert sqs.messages == []
    assert subjects(box) == ["subject 1", "subject 2"]


def test_a_message_that_sns_delivered_twice_is_one_alert(tmp_path: Path) -> None:
    box = inbox(tmp_path, FakeSqs([message(1), message(2, sns_id="sns-1")]))
    box.collect()
    assert subjects(box) == ["subject 1"]


def test_a_line_torn_by_a_crash_costs_nothing_else(tmp_path: Path) -> None:
    sqs = FakeSqs([message(1)])
    box = inbox(tmp_path, sqs)
    box.collect()
    with box.path.open("a") as file:
        file.write('{"message_id": "sns-2", "subj')
    assert subjects(box) == ["subject 1"]
    sqs.messages = [message(2), message(3)]
    box.collect()
    assert subjects(box) == ["subject 1", "subject 2", "subject 3"]
