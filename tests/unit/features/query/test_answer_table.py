"""An answer on the screen."""

from __future__ import annotations

import pytest

from finpulse_cli.features.query.answer_table import cost_line, progress_line, show_csv, show_json, show_table
from finpulse_cli.features.query.ask import Answer
from lambdas.shared.query.execution import QueryRows, QueryState, QueryStatus, ResultColumn

COLUMNS = (ResultColumn("symbol", "varchar"), ResultColumn("price", "decimal"))


def answer(*, cut: bool = False, scanned: int = 61_000) -> Answer:
    rows = QueryRows(COLUMNS, (("AAPL\x1b[2J", "1231.5000000000"), (None, None)), cut)
    return Answer("id", rows, QueryStatus(QueryState.SUCCEEDED, "", scanned, 5))


def test_a_table_shows_exact_numbers_and_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    show_table(answer())
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == ["symbol", "price"]
    assert lines[2:] == [["AAPL\\x1b[2J", "1,231.5"], ["-", "-"]]


def test_json_is_one_object_a_row(capsys: pytest.CaptureFixture[str]) -> None:
    show_json(answer())
    assert capsys.readouterr().out.splitlines()[1] == '{"symbol": null, "price": null}'


def test_csv_has_a_line_of_names_and_athenas_own_texts(capsys: pytest.CaptureFixture[str]) -> None:
    show_csv(answer())
    assert capsys.readouterr().out == "symbol,price\nAAPL\x1b[2J,1231.5000000000\n,\n"


def test_rows_time_bytes_and_price() -> None:
    line = cost_line(answer(), 1.26)
    assert line == "2 rows · 1.3 s · 59.6 kB scanned · USD 0.00005 on AWS (Athena counts 10 MB at least)"
    line = cost_line(answer(cut=True, scanned=10**9), 1)
    assert line == "the first 2 rows, there are more · 1.0 s · 953.7 MB scanned · USD 0.00500 on AWS"


def test_progress_says_how_to_stop() -> None:
    told = progress_line(QueryStatus(QueryState.RUNNING, "", 2048, 0), 0.5)
    assert told == "running · 0.5 s · 2.0 kB scanned · Ctrl-C cancels it"
