"""docs/sql.md is what the code says."""

from __future__ import annotations

from finpulse_cli.standins.athena.dialect.functions.names import FUNCTIONS
from scripts.sql_page import TARGET, WIDTH, page


def test_the_page_is_fresh() -> None:
    assert TARGET.read_text(encoding="utf-8") == page(), "run `make sql`"


def test_it_names_every_function_once_and_keeps_to_the_line() -> None:
    functions = page().partition("## Functions")[2]
    assert all(functions.count(f"`{name}`") == 1 for name in FUNCTIONS)
    assert all(len(line) <= WIDTH for line in page().splitlines())
