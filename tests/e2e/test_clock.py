"""The sandbox's clock: the same minutes leave the same tables, and what a time ends has ended then."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.e2e.sandbox import Sandbox, free_port, provisioned
from tests.e2e.tables import KEYS, items

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

OPENING = datetime.fromisoformat("2026-11-20T14:30Z")
MINUTES = 50  # in which the stand-in market has two anomalies


def test_the_same_minutes_twice_leave_the_same_tables(fresh: Sandbox, tmp_path: Path) -> None:
    """One story, because each sandbox takes seconds: the schedule, a recording, and days that pass."""
    both = [fresh, Sandbox(tmp_path / "again", free_port())]
    side_by_side(both, "clock", "set", OPENING.isoformat())
    with provisioned(both):
        side_by_side(both, "clock", "advance", f"{MINUTES}m")
        live = the_same_in(both)
        due = {minute(OPENING + timedelta(minutes=passed)) for passed in range(1, MINUTES + 1)}
        assert {item["timestamp"] for item in live["live_prices"]} == due
        assert {item["ingested_at"] for item in live["live_prices"]} == due
        assert len(live["live_prices"]) == MINUTES * len(fresh.stack.symbols)
        mailed = {row["event_id"]: row["sent_at"] for row in fresh.json("tail", "alerts")}
        assert mailed == {item["event_id"]: item["detected_at"] for item in live["anomalies"]} != {}

        side_by_side(both, "replay", "flash-crash", "--clock", "--to", "13:35", "--run", "one")
        replayed = [item for item in the_same_in(both)["live_prices"] if item["feed"] == "flash-crash.one"]
        assert len({item["timestamp"] for item in replayed}) == 5
        assert all(item["ingested_at"] == item["timestamp"] for item in replayed)

        side_by_side(both, "clock", "advance", "31d", "--skip-schedule")
        assert the_same_in(both)["live_prices"] == []


def side_by_side(sandboxes: Sequence[Sandbox], *arguments: str) -> None:
    """Run a command in each of them."""
    for running in [sandbox.start(*arguments) for sandbox in sandboxes]:
        running.finish(0)


def the_same_in(sandboxes: Sequence[Sandbox]) -> dict[str, list[dict[str, Any]]]:
    """What is in the tables of the pipeline, to the last attribute; it must be the same in all sandboxes."""
    first, *others = ({table: rows(sandbox, table) for table in KEYS} for sandbox in sandboxes)
    assert others == [first] * len(others)
    return first


def rows(sandbox: Sandbox, table: str) -> list[dict[str, Any]]:
    """What is in a table, in a fixed order."""
    return sorted(items(sandbox, table), key=lambda item: json.dumps(item, sort_keys=True, default=str))


def minute(moment: datetime) -> str:
    """A moment as the tables have it."""
    return f"{moment:%Y-%m-%dT%H:%M:00.000Z}"
