"""`tail alarms` on a script of CloudWatch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from botocore.stub import ANY

from finpulse_cli.features.tail.alarms import open_reader
from tests.doubles.stubbed import stubbed
from tests.factories import NOON
from tests.unit.features.tail.fakes import source
from tests.unit.stack.test_alarms import asked, item

if TYPE_CHECKING:
    from pathlib import Path


def answer(script: Any, *items: dict[str, Any], **more: Any) -> None:
    script.add_response("describe_alarm_history", {"AlarmHistoryItems": list(items)}, asked(**more))


def test_changes_are_followed_without_showing_one_twice(tmp_path: Path) -> None:
    client, script = stubbed("cloudwatch")
    reader = open_reader(source(tmp_path, cloudwatch=client))
    first, second = item("alerts-a", "ALARM"), item("alerts-a", "OK", seconds=5, old="ALARM")
    answer(script, second, first)
    page = reader.latest(1)
    assert [(row.values["alarm"], row.values["state"]) for row in page.rows] == [("alerts-a", "OK")]

    answer(script, second, StartDate=ANY)
    page = reader.fresh(page.cursor)
    assert page.rows == []

    third = item("alerts-b", "ALARM", seconds=5)
    answer(script, third, second, StartDate=ANY)
    page = reader.fresh(page.cursor)
    assert [row.values["alarm"] for row in page.rows] == ["alerts-b"]

    answer(script, third, second, StartDate=ANY)
    assert reader.fresh(page.cursor).rows == []


def test_nothing_yet_is_asked_for_again_from_the_beginning(tmp_path: Path) -> None:
    client, script = stubbed("cloudwatch")
    reader = open_reader(source(tmp_path, cloudwatch=client))
    answer(script)
    page = reader.latest(5)
    answer(script, item("alerts-a", "ALARM"))
    assert len(reader.fresh(page.cursor).rows) == 1


def test_what_is_shown(tmp_path: Path) -> None:
    client, script = stubbed("cloudwatch")
    reader = open_reader(source(tmp_path, cloudwatch=client))
    answer(script, item("alerts-a", "ALARM"))
    [row] = reader.latest(5).rows
    assert row.values == {
        "alarm": "alerts-a",
        "changed_at": "2026-11-20T17:00:00.000Z",
        "state": "ALARM",
        "state_before": "OK",
        "reason": "why ALARM",
    }
    shown = [column.cell(row.values, NOON).plain for column in reader.columns]
    assert shown == ["17:00:00", "0s", "!! ALARM", "alerts-a", "OK", "why ALARM"]
