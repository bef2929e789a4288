"""`finpulse query` as a user calls it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from finpulse_cli.commands import query
from finpulse_cli.core.errors import UsageError
from finpulse_cli.features.query.ask import Answer, Asking
from lambdas.shared.query.catalogue import READY_MADE
from lambdas.shared.query.execution import QueryRows, QueryState, QueryStatus, ResultColumn
from tests.unit.features.tail.fakes import outputs, source

Query = Callable[..., Result]
ANSWER = Answer(
    "id",
    QueryRows((ResultColumn("n", "bigint"),), (("1",), ("2",)), cut=False),
    QueryStatus(QueryState.SUCCEEDED, "", 1_000, 5),
)
STACK = replace(outputs(), event_columns=[{"name": "price", "type": "decimal(20,10)", "comment": "dollars"}])


@pytest.fixture
def asked() -> list[str]:
    """The SQL that reached Athena."""
    return []


@pytest.fixture
def call(asked: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Query:
    """Runs `query` on a stack whose Athena always gives the same answer."""

    def ask(_asking: object, sql: str) -> Answer:
        asked.append(sql)
        return ANSWER

    monkeypatch.setattr(Asking, "ask", ask)
    opened = source(tmp_path, stack=STACK, athena=None)
    monkeypatch.setattr(query, "open_source", lambda *_arguments, **_options: opened)
    app = typer.Typer()
    app.command()(query.query)
    return lambda *arguments: CliRunner().invoke(app, arguments)


def test_a_table_on_stdout_and_its_cost_on_stderr(call: Query, asked: list[str]) -> None:
    done = call("SELECT 1")
    assert done.exit_code == 0
    assert done.stdout.split()[0] == "n"
    assert "USD 0.00005" in done.stderr
    assert asked == ["SELECT 1"]


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("SELECT count(*) FROM raw_events", True),
        ("SELECT feed, count(*) FROM raw_events GROUP BY feed", False),
        ("SELECT price FROM raw_events WHERE event_id = '0'", False),
        ("SELECT 1", False),
    ],
)
def test_who_asks_without_a_word_about_feeds_is_told_of_them(call: Query, sql: str, told: bool) -> None:
    assert (query.ALL_FEEDS in call(sql).stderr) is told


def test_json_and_csv(call: Query) -> None:
    assert [json.loads(line) for line in call("SELECT 1", "--json").stdout.splitlines()] == [{"n": 1}, {"n": 2}]
    assert call("SELECT 1", "--csv").stdout == "n\n1\n2\n"


def test_the_schema_is_that_of_the_stack_with_the_partitions(call: Query) -> None:
    rows = [json.loads(line) for line in call("--schema", "--json").stdout.splitlines()]
    assert rows[0] == {"column": "price", "type": "decimal(20,10)", "about": "dollars"}
    assert [(row["column"], row["type"]) for row in rows[1:]] == [("year", "int"), ("month", "int"), ("day", "int")]
    assert "decimal(20,10)" in call("--schema").stdout


def test_the_list_needs_no_stack(call: Query, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query, "open_source", None)
    assert all(entry.name in call("--list").stdout for entry in READY_MADE)
    rows = [json.loads(line) for line in call("--list", "--json").stdout.splitlines()]
    assert [row["name"] for row in rows] == [entry.name for entry in READY_MADE]
    assert "GROUP BY" in call("--name", "daily-ohlcv", "--print").stdout


def test_a_ready_made_query_is_about_the_last_days(call: Query, asked: list[str]) -> None:
    call("--name", "daily-ohlcv", "--days", "3")
    assert "min_by" in asked[0]
    assert "year = " in asked[0]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "give one thing"),
        (["SELECT 1", "--list"], "give one thing"),
        (["SELECT 1", "--csv", "--json"], "exclude each other"),
        (["--name", "nothing"], "no ready-made query"),
        (["DROP TABLE raw_events"], "refused: only SELECT"),
        (["SELECT * FROM other.t"], "refused: other.t is not"),
    ],
)
def test_what_makes_no_sense_never_reaches_athena(
    call: Query, asked: list[str], arguments: list[str], message: str
) -> None:
    done = call(*arguments)
    assert isinstance(done.exception, UsageError)
    assert message in done.exception.message
    assert done.exception.next_action
    assert asked == []
