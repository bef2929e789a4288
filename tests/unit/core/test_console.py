"""Data on stdout, messages on stderr, JSON that keeps every digit."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

from finpulse_cli.core import console

if TYPE_CHECKING:
    import pytest


def test_messages_go_to_stderr_and_brackets_are_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    console.note("aws_table.this[bold] is there")

    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "aws_table.this[bold] is there\n"


def test_a_long_message_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    console.note("word " * 60)

    assert capsys.readouterr().err.count("\n") == 1


def test_json_lines_are_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    console.print_json_lines([{"a": 1}, {"b": [True, None]}])

    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [{"a": 1}, {"b": [True, None]}]


def test_a_decimal_keeps_its_digits_in_json() -> None:
    text = console.to_json(
        {"price": Decimal("170.12345678901234567890"), "z": [Decimal("1E+2")], "bad": Decimal("NaN")}
    )

    assert text == '{"price": 170.12345678901234567890, "z": [100], "bad": null}'


def test_a_table_has_no_frame_and_cuts_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    table = console.table("title", "a", "b")
    table.add_row("x" * 100, "y")

    console.stdout().print(table)

    assert capsys.readouterr().out.count("x") == 100
