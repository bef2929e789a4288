"""Every event is archived once under its date, one a line; SQL finds it, and so does a replay."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from typing import Any

import pytest

from finpulse_cli.fixtures.load import shipped_folder
from lambdas.shared.query.catalogue import READY_MADE
from lambdas.shared.wire.event_json import decode_event
from tests.e2e.sandbox import Sandbox
from tests.oracle.recorded import recorded_bars

KEY = re.compile(r"raw-data/year=\d{4}/month=\d{2}/day=\d{2}/finpulse-lake-\d+(-\d+){6}-[0-9a-f-]{36}\.json\.gz")
FIXTURE = "earnings-spike"


def archived(feed: str, columns: str = "*") -> str:
    """A query over what a feed has in the lake."""
    return f"SELECT {columns} FROM raw_events WHERE feed = '{feed}'"  # noqa: S608


@pytest.fixture(scope="module")
def replayed(sandbox: Sandbox) -> tuple[dict[str, Any], set[str]]:
    """A replay's summary, and the objects that it added to the lake."""
    before = keys(sandbox)
    summary: dict[str, Any] = json.loads(sandbox.run("replay", FIXTURE, "--json").stdout)
    return summary, keys(sandbox) - before


def keys(sandbox: Sandbox) -> set[str]:
    pages = sandbox.clients.s3.get_paginator("list_objects_v2").paginate(
        Bucket=sandbox.stack.lake_bucket, Prefix="raw-data/"
    )
    return {entry["Key"] for page in pages for entry in page.get("Contents", [])}


def test_a_replay_ends_with_all_its_events_in_few_objects(
    sandbox: Sandbox, replayed: tuple[dict[str, Any], set[str]]
) -> None:
    summary, objects = replayed
    assert all(KEY.fullmatch(key) for key in objects)
    assert 1 <= len(objects) <= 3  # a minute may have passed in between
    s3, bucket = sandbox.clients.s3, sandbox.stack.lake_bucket
    bodies = [gzip.decompress(s3.get_object(Bucket=bucket, Key=key)["Body"].read()) for key in objects]
    lines = [line for body in bodies for line in body.splitlines() if f'"{summary["feed"]}"'.encode() in line]
    assert len(lines) == len({decode_event(line).event_id for line in lines}) == summary["events_sent"]


def test_tail_follows_objects_and_shows_their_events(
    sandbox: Sandbox, replayed: tuple[dict[str, Any], set[str]]
) -> None:
    summary, objects = replayed
    assert objects <= {row["key"] for row in sandbox.json("tail", "lake", "--limit", "10000")}
    rows = sandbox.json("tail", "lake", "--events", "--limit", "300", "--feed", summary["feed"])
    assert {row["feed"] for row in rows} == {summary["feed"]}


@pytest.mark.parametrize("name", [query.name for query in READY_MADE])
def test_every_ready_made_query_runs(
    sandbox: Sandbox,
    replayed: tuple[dict[str, Any], set[str]],  # noqa: ARG001 - so that there is something to ask for
    name: str,
) -> None:
    done = sandbox.run("query", "--name", name, "--days", "2", "--csv")
    assert next(csv.reader(io.StringIO(done.stdout)))
    assert "scanned · USD 0.00005" in done.stderr


def test_exact_numbers_come_out_of_sql(sandbox: Sandbox, replayed: tuple[dict[str, Any], set[str]]) -> None:
    summary, _ = replayed
    once = archived(summary["feed"], "DISTINCT event_id, price")
    total = "SELECT count(*) AS events, sum(price) AS total FROM once"
    [row] = sandbox.json("query", f"WITH once AS ({once}) {total}")
    recorded = sum(bar.close for bar in recorded_bars(shipped_folder() / FIXTURE))
    assert row["events"] == summary["events_sent"]
    assert f"{row['total']:.4f}" == f"{recorded:.4f}"


def test_the_archive_is_a_fixture(sandbox: Sandbox, replayed: tuple[dict[str, Any], set[str]]) -> None:
    summary, _ = replayed
    again = json.loads(sandbox.run("replay", "--from-lake", archived(summary["feed"]), "--json").stdout)
    assert again["feed"].startswith(f"lake-query-{summary['feed']}.")
    compared = ("events_sent", "candles_written", "anomalies", "late", "quarantined", "duplicates_absorbed")
    assert {name: again[name] for name in compared} == {name: summary[name] for name in compared}
    [row] = sandbox.json("query", archived(again["feed"], "count(*) AS n"))
    assert row["n"] == summary["events_sent"]


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("DROP TABLE raw_events", "only SELECT"),
        ("SELECT 1; SELECT 2", "one statement"),
        ("SELECT 1 -- ; DROP TABLE raw_events", "comments"),
        ("SELECT * FROM other.raw_events", "not a table of the lake"),
    ],
)
def test_other_sql_is_refused_with_a_reason(sandbox: Sandbox, sql: str, reason: str) -> None:
    assert reason in sandbox.run("query", sql, code=2).stderr


def test_what_athena_refuses_comes_with_the_next_action(sandbox: Sandbox) -> None:
    told = sandbox.run("query", "SELECT nothing_of_that_name FROM raw_events", code=1).stderr
    assert "nothing_of_that_name" in told
    assert "--schema" in told
    assert {row["column"] for row in sandbox.json("query", "--schema")} >= {"event_id", "timestamp", "day"}
