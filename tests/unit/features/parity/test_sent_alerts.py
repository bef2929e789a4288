from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from finpulse_cli.features.parity.sent_alerts import TIMEOUT_SECONDS, alert_items, received
from finpulse_cli.features.parity.wait import Timer
from finpulse_cli.features.tail.inbox import AlertInbox
from tests.factories import NOON
from tests.unit.features.tail.fakes import FakeSqs

if TYPE_CHECKING:
    from pathlib import Path

ANOMALY = {"symbol": "AAPL", "event_id": "one", "detected_at": "t", "alerted": True}


def message(event_id: str, subject: str = "HIGH SPIKE") -> dict[str, Any]:
    return {
        "message_id": f"{event_id} {subject}",
        "sent_at": "now",
        "symbol": "AAPL",
        "severity": "HIGH",
        "direction": "SPIKE",
        "event_id": event_id,
        "subject": subject,
        "message": "text",
    }


def test_a_mark_and_its_message() -> None:
    found = alert_items([ANOMALY], [message("one")])
    said = "HIGH | SPIKE | HIGH SPIKE | text"
    assert found == {("AAPL", "one"): {"detected_at": "t", "alerted": True, "messages": [said]}}


def test_without_an_inbox_the_mark_is_all() -> None:
    assert alert_items([ANOMALY], None) == {("AAPL", "one"): {"detected_at": "t", "alerted": True}}


def test_a_message_that_came_twice_is_there_twice() -> None:
    assert len(alert_items([ANOMALY], [message("one"), message("one")])["AAPL", "one"]["messages"]) == 2


def test_a_message_about_no_anomaly_is_an_item() -> None:
    assert set(alert_items([ANOMALY], [message("two")])) == {("AAPL", "one"), ("AAPL", "two")}


class Inbox(AlertInbox):
    """An inbox into which one more alert falls at each look."""

    def collect(self) -> None:
        looks.append(NOON)

    def alerts(self) -> list[dict[str, Any]]:
        return arriving[: len(looks)]


looks: list[datetime] = []
arriving: list[dict[str, Any]] = []


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    """An inbox that nobody has looked into yet."""
    looks.clear()
    arriving[:] = [message("other"), message("one"), message("two")]
    client: Any = FakeSqs()
    return Inbox(client, "https://sqs.test/inbox", tmp_path / "alerts.jsonl")


def test_messages_are_awaited_and_those_of_others_left_out(inbox: Inbox) -> None:
    found = received(inbox, [ANOMALY, {**ANOMALY, "event_id": "two", "alerted": False}], {"one", "two"}, timer())
    assert [entry["event_id"] for entry in found] == ["one"]
    assert len(looks) == 2


def test_waiting_times_out(inbox: Inbox) -> None:
    found = received(inbox, [{**ANOMALY, "event_id": "lost"}], {"one", "two", "lost"}, timer())
    assert [entry["event_id"] for entry in found] == ["one", "two"]
    assert TIMEOUT_SECONDS < len(looks) <= TIMEOUT_SECONDS + 2


def timer() -> Timer:
    """Time that passes only in sleep."""
    now = [NOON]

    def sleep(seconds: float) -> None:
        now[0] += timedelta(seconds=seconds)

    return Timer(lambda: now[0], sleep)
