from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.errors import MissingError
from finpulse_cli.features.tail.alerts import open_reader
from tests.factories import NOON
from tests.unit.features.tail.fakes import FakeSqs, outputs, source
from tests.unit.features.tail.test_inbox import message

if TYPE_CHECKING:
    from pathlib import Path


def test_alerts_survive_the_queue_and_are_followed(tmp_path: Path) -> None:
    sqs = FakeSqs([message(1), message(2)])
    page = open_reader(source(tmp_path, sqs=sqs)).latest(1)
    assert [row.values["subject"] for row in page.rows] == ["subject 2"]
    assert (tmp_path / "alerts.jsonl").read_text().count("\n") == 2

    sqs.messages = [message(3)]
    again = open_reader(source(tmp_path, sqs=sqs))
    fresh = again.fresh(page.cursor)
    assert [row.values["subject"] for row in fresh.rows] == ["subject 3"]
    assert len(again.latest(10).rows) == 3


def test_one_symbol(tmp_path: Path) -> None:
    sqs = FakeSqs([message(1)])
    assert open_reader(source(tmp_path, sqs=sqs, symbol="TSLA")).latest(10).rows == []
    assert len(open_reader(source(tmp_path, sqs=sqs, symbol="AAPL")).latest(10).rows) == 1


def test_alerts_of_all_feeds_unless_one_is_named(tmp_path: Path) -> None:
    sqs = FakeSqs([message(1)])
    assert [row.values["feed"] for row in open_reader(source(tmp_path, sqs=sqs)).latest(10).rows] == ["test.1"]
    assert open_reader(source(tmp_path, sqs=sqs, feed="live")).latest(10).rows == []
    assert len(open_reader(source(tmp_path, sqs=sqs, feed="test.1")).latest(10).rows) == 1


def test_what_is_shown(tmp_path: Path) -> None:
    reader = open_reader(source(tmp_path, sqs=FakeSqs([message(1)])))
    [row] = reader.latest(10).rows
    shown = [column.cell(row.values, NOON).plain for column in reader.columns]
    assert shown == ["17:00:00", "0s", "AAPL", "test.1", "▼ DROP", "!! HIGH", "subject 1", f"{1:032x}"]


def test_a_stack_without_an_inbox_says_where_alerts_go(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="e-mail") as raised:
        open_reader(source(tmp_path, stack=outputs(inbox=None)))
    assert "finpulse anomalies" in str(raised.value.next_action)
