"""An answer on the screen: a table, JSON lines or CSV, and what it cost."""

from __future__ import annotations

import csv
import sys

from rich import box
from rich.table import Table
from rich.text import Text

from finpulse_cli.core import console
from finpulse_cli.features.query.ask import Answer
from finpulse_cli.features.query.values import is_number, value_of
from finpulse_cli.features.tail.cells import NOTHING, exact_number, printable, size_text
from lambdas.shared.query.execution import MINIMUM_MEGABYTES, QueryStatus, ResultColumn


def show_table(answer: Answer) -> None:
    """Show a table whose long values are folded, never cut."""
    columns = answer.rows.columns
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False)
    for column in columns:
        table.add_column(printable(column.name), justify="right" if is_number(column) else "left", overflow="fold")
    for row in answer.rows.rows:
        table.add_row(*(_cell(column, text) for column, text in zip(columns, row, strict=True)))
    console.stdout().print(table)


def show_json(answer: Answer) -> None:
    """Print one JSON object a row."""
    columns = answer.rows.columns
    console.print_json_lines(
        {column.name: value_of(column, text) for column, text in zip(columns, row, strict=True)}
        for row in answer.rows.rows
    )


def show_csv(answer: Answer) -> None:
    """Print Athena's own texts under a line of names; NULL is an empty field."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(column.name for column in answer.rows.columns)
    writer.writerows(answer.rows.rows)
    sys.stdout.flush()


def cost_line(answer: Answer, seconds: float) -> str:
    """Write `12 rows · 1.3 s · 61.2 kB scanned · USD 0.00005 on AWS (…)`."""
    count, status = len(answer.rows.rows), answer.status
    rows = f"the first {count:,} rows, there are more" if answer.rows.cut else f"{count:,} row{'s' * (count != 1)}"
    minimum = (
        f" (Athena counts {MINIMUM_MEGABYTES} MB at least)" if status.scanned_bytes < MINIMUM_MEGABYTES * 10**6 else ""
    )
    return (
        f"{rows} · {seconds:.1f} s · {size_text(status.scanned_bytes)} scanned · USD {status.usd:.5f} on AWS{minimum}"
    )


def progress_line(status: QueryStatus, seconds: float) -> str:
    """Write `running · 1.3 s · 61.2 kB scanned · Ctrl-C cancels it`."""
    return f"{status.state.lower()} · {seconds:.1f} s · {size_text(status.scanned_bytes)} scanned · Ctrl-C cancels it"


def _cell(column: ResultColumn, text: str | None) -> Text:
    value = value_of(column, text)
    if value is None:
        return Text(NOTHING, style="dim")
    if is_number(column) and not isinstance(value, str):
        return Text(exact_number(value, 0))
    return Text(printable(str(value)))
