"""Who is asked: Athena where the stack has it, else DuckDB over the same objects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from finpulse_cli.core.errors import FailedError, UsageError
from finpulse_cli.features.query.ask import Answer, Asking
from finpulse_cli.features.query.ask_lake import AskedLake, ask_lake
from finpulse_cli.features.replay.archive import MOST_EVENTS, archive_plan, selection_of
from finpulse_cli.features.replay.rebase import Rebase
from finpulse_cli.features.tail.lake import LITERAL_NOTE
from lambdas.shared.adapters.athena_queries import AthenaQueries
from lambdas.shared.query.execution import QueryState
from lambdas.shared.wire.event_json import encode_event
from tests.factories import NOON, price_event, price_run
from tests.lake_table import EVENT_COLUMNS
from tests.unit.features.tail.fakes import FakeS3, outputs, source

COLUMNS = (("event_id", "string"), ("symbol", "string"))
LITERAL = "raw-data/year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}/2026/11/20/17/"


def asked_lake(
    home: Path,
    s3: FakeS3 | None = None,
    *,
    workgroup: str | None = None,
    columns: Sequence[tuple[str, str]] = COLUMNS,
) -> AskedLake:
    described = [{"name": name, "type": kind, "comment": ""} for name, kind in columns]
    stack = replace(outputs(), athena_workgroup=workgroup, event_columns=described)
    opened = source(home, stack=stack, athena=None, s3=s3)
    return AskedLake(opened.clients, opened.outputs, opened.home)


def test_athena_is_asked_where_the_stack_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(Asking, "ask", lambda asking, _sql: asked.append(asking))
    ask_lake("SELECT 1", asked_lake(tmp_path, workgroup="finpulse"), 7)
    assert isinstance(asked[0].queries, AthenaQueries)
    assert (asked[0].engine.name, asked[0].limit) == ("Athena", 7)


def test_without_athena_duckdb_reads_the_objects_and_keeps_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    s3 = FakeS3()
    s3.add("raw-data/year=2026/month=11/day=20/a.json", encode_event(price_event()))
    answer = ask_lake("SELECT symbol, year FROM raw_events", asked_lake(tmp_path, s3), 7)
    assert answer.rows.rows == (("AAPL", "2026"),)
    assert answer.status.state is QueryState.SUCCEEDED
    assert answer.status.scanned_bytes == len(encode_event(price_event()))
    assert len(list((tmp_path / "lake-cache").iterdir())) == 1
    assert capsys.readouterr().err == ""


def test_literal_dates_are_said_once_and_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    s3 = FakeS3()
    for name in "ab":
        s3.add(f"{LITERAL}{name}.json", encode_event(price_event()))
    answer: Answer = ask_lake("SELECT count(*) AS n FROM raw_events WHERE day = 20", asked_lake(tmp_path, s3), 7)
    assert answer.rows.rows == (("2",),)
    assert capsys.readouterr().err.strip() == LITERAL_NOTE


def test_an_archived_day_becomes_events_again(tmp_path: Path) -> None:
    s3, events = FakeS3(), price_run(["231.5", "231.6000000001", "231.7"])
    lines = [encode_event(event) for event in events]
    s3.add(f"{LITERAL}a.json.gz", b"".join(line.rstrip() for line in [*lines, lines[0]]))
    s3.add(f"{LITERAL.replace('/20/17/', '/19/17/')}b.json", encode_event(price_event(symbol="TSLA")))
    selection = selection_of("2026-11-20")
    rows = ask_lake(selection.sql, asked_lake(tmp_path, s3, columns=EVENT_COLUMNS), MOST_EVENTS).rows
    plan = archive_plan(
        rows, selection.label, run="one", rebase=Rebase.KEEP, symbols=[], speed=None, repeat=1, now=NOON
    )
    assert [(event.symbol, event.price, event.timestamp) for event in plan.events] == [
        (event.symbol, event.price, event.timestamp) for event in events
    ]


def test_duckdbs_refusal_is_an_error_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(FailedError, match=r"DuckDB could not run the query: .*nothing_of_that_name"):
        ask_lake("SELECT nothing_of_that_name FROM raw_events", asked_lake(tmp_path, FakeS3()), 7)


@pytest.mark.parametrize("sql", ["DROP TABLE raw_events", "SELECT * FROM other.t", "SELECT * FROM read_text('/x')"])
def test_other_sql_reaches_nobody(tmp_path: Path, sql: str) -> None:
    with pytest.raises(UsageError, match="refused"):
        ask_lake(sql, asked_lake(tmp_path), 7)
