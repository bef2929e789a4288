"""`finpulse query`: SQL over the lake, through Athena's workgroup, or DuckDB where there is no Athena."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated

import typer

from finpulse_cli.commands.opening import open_source
from finpulse_cli.commands.options import AwsOption, JsonOption, TargetOption
from finpulse_cli.core import console
from finpulse_cli.core.clock import utc_now
from finpulse_cli.core.errors import UsageError, act
from finpulse_cli.features.query.answer_table import cost_line, show_csv, show_json, show_table
from finpulse_cli.features.query.ask_lake import AskedLake, ask_lake
from finpulse_cli.features.tail.base import Source
from finpulse_cli.standins.athena.answer import FOLDERS
from lambdas.shared.query.catalogue import READY_MADE, TABLE, ready_made

PARTITION_COLUMNS = tuple(
    {"name": name, "type": "int", "comment": "of the day of arrival, UTC; a condition on it makes a query cheap"}
    for name in FOLDERS
)

ALL_FEEDS = "these are all feeds, replays included; WHERE feed = 'live' asks for the live market alone"

SqlArgument = Annotated[str | None, typer.Argument(metavar="SQL", help="One SELECT, in Trino's SQL.")]
NameOption = Annotated[str | None, typer.Option("--name", metavar="NAME", help="Run a ready-made query.")]
DaysOption = Annotated[int, typer.Option("--days", min=1, max=366, help="With --name: the last N days of arrivals.")]
ListOption = Annotated[bool, typer.Option("--list", help="List the ready-made queries.")]
SchemaOption = Annotated[bool, typer.Option("--schema", help="List the table's columns.")]
PrintOption = Annotated[bool, typer.Option("--print", help="With --name: print the SQL and do not run it.")]
LimitOption = Annotated[int, typer.Option("--limit", "-n", min=1, max=1_000_000, help="Show so many rows at most.")]
CsvOption = Annotated[bool, typer.Option("--csv", help="Print CSV with a line of names.")]


def query(
    ctx: typer.Context,
    sql: SqlArgument = None,
    name: NameOption = None,
    days: DaysOption = 7,
    list_: ListOption = False,
    schema: SchemaOption = False,
    print_: PrintOption = False,
    limit: LimitOption = 1000,
    as_csv: CsvOption = False,
    as_json: JsonOption = False,
    target: TargetOption = None,
    aws: AwsOption = False,
) -> None:
    """Ask the lake: SQL over every event that came through the stream, run by Athena.

    Where a target has no Athena, DuckDB runs the same SQL over the same objects on this machine.
    The table is raw_events; year, month and day are the day of arrival, and a condition on them makes a query cheap.

    Example: finpulse query --name daily-ohlcv
    """
    _require_sense([sql is not None, name is not None, list_, schema], as_csv=as_csv, as_json=as_json)
    if list_:
        _show_list(as_json=as_json)
        return
    text = _ready_made_sql(name, days) if name is not None else sql or ""
    if print_:
        console.stdout().print(text, markup=False, soft_wrap=True)
        return
    source = open_source(ctx, target, aws=aws)
    if schema:
        _show_schema(source, as_json=as_json)
        return
    began = utc_now()
    answer = ask_lake(text, AskedLake(source.clients, source.outputs, source.home), limit)
    seconds = (utc_now() - began).total_seconds()
    (show_csv if as_csv else show_json if as_json else show_table)(answer)
    console.note(cost_line(answer, seconds))
    if sql is not None and _mixes_feeds(sql):
        console.note(ALL_FEEDS)


def _require_sense(given: list[bool], *, as_csv: bool, as_json: bool) -> None:
    if sum(given) != 1:
        raise UsageError(
            "give one thing to do: SQL, --name, --list or --schema",
            act("see the ready-made ones with `{}`", "query --list"),
        )
    if as_csv and as_json:
        raise UsageError("--csv and --json exclude each other", "leave one of them out")


def _mixes_feeds(sql: str) -> bool:
    """Return whether a query reads the lake without a word about feeds."""
    words = set(re.findall(r"\w+", sql.lower()))
    return TABLE in words and not words & {"feed", "event_id"}


def _ready_made_sql(name: str, days: int) -> str:
    found = ready_made(name)
    if found is None:
        raise UsageError(f"there is no ready-made query {name!r}", act("see them with `{}`", "query --list"))
    today = utc_now().date()
    return found.sql(today - timedelta(days=days - 1), today)


def _show_list(*, as_json: bool) -> None:
    if as_json:
        today = utc_now().date()
        console.print_json_lines(
            {"name": entry.name, "about": entry.about, "sql": entry.sql(today, today)} for entry in READY_MADE
        )
        return
    table = console.table(None, "name", "what it tells")
    for entry in READY_MADE:
        table.add_row(entry.name, entry.about)
    console.stdout().print(table)
    console.note("run one with `finpulse query --name daily-ohlcv`, see its SQL with `--print`")


def _show_schema(source: Source, *, as_json: bool) -> None:
    rows = [
        {"column": column["name"], "type": column["type"], "about": column["comment"]}
        for column in [*source.outputs.event_columns, *PARTITION_COLUMNS]
    ]
    if as_json:
        console.print_json_lines(rows)
        return
    table = console.table(source.outputs.glue_table, "column", "type", "about")
    for row in rows:
        table.add_row(row["column"], row["type"], row["about"])
    console.stdout().print(table)
