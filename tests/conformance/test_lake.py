"""The lake holds every event that was sent, whatever the target archives with, and SQL counts them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.conftest import copy_of
from tests.e2e.sandbox import LAKE_SECONDS, Sandbox, eventually


@pytest.fixture(scope="module")
def archived(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, int]:
    """The feed of a replay that no other has, and how many distinct events it sent, each of them twice."""
    fixture: Path = copy_of("calm", tmp_path_factory.mktemp("lake"))
    summaries = [json.loads(sandbox.run("replay", str(fixture), "--run", "lake", "--json").stdout) for _ in range(2)]
    return summaries[0]["feed"], summaries[0]["events_sent"]


def test_every_event_is_archived_as_it_was_sent(sandbox: Sandbox, archived: tuple[str, int]) -> None:
    feed, events = archived

    def lines() -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        for row in sandbox.json("tail", "lake", "--events", "--feed", feed, "--limit", "10000"):
            found.setdefault(row["event_id"], []).append(row)
        return found if len(found) >= events else {}

    by_id = eventually(lines, "every event in the lake", LAKE_SECONDS)
    assert len(by_id) == events
    of_the_object = {"key", "modified", "ingested_at"}
    for rows in by_id.values():
        assert (
            len({json.dumps({name: row[name] for name in row.keys() - of_the_object}, sort_keys=True) for row in rows})
            == 1
        )


def test_sql_counts_them(sandbox: Sandbox, archived: tuple[str, int]) -> None:
    feed, events = archived
    sql = f"SELECT count(DISTINCT event_id) AS events, min(symbol) AS symbol FROM raw_events WHERE feed = '{feed}'"  # noqa: S608

    def counted() -> bool:
        return sandbox.json("query", sql) == [{"events": events, "symbol": "AAPL"}]

    assert eventually(counted, "every event in the answer", LAKE_SECONDS)
