from __future__ import annotations

from lambdas.api_handler.results import CUT_MARK, MAX_CELL, MAX_CHARACTERS, bounded
from lambdas.shared.query.execution import QueryRows


def rows(*found: tuple[str | None, ...], cut: bool = False) -> QueryRows:
    return QueryRows((), found, cut)


def test_a_small_result_is_told_as_it_is() -> None:
    assert bounded(rows(("1", None), ("", "x"))) == ([["1", None], ["", "x"]], False)
    assert bounded(rows(("1",), cut=True)) == ([["1"]], True)


def test_an_overlong_cell_ends_in_a_mark() -> None:
    found, cut = bounded(rows(("x" * (MAX_CELL + 1), "y" * MAX_CELL)))
    assert found == [["x" * MAX_CELL + CUT_MARK, "y" * MAX_CELL]]
    assert not cut


def test_rows_that_do_not_fit_are_left_out() -> None:
    row = ("x" * MAX_CELL,) * 9
    found, cut = bounded(rows(*[row] * 10))
    assert cut
    assert 0 < len(found) < 10
    assert sum(len(text or "") for cells in found for text in cells) <= MAX_CHARACTERS


def test_one_row_too_large_is_left_out_too() -> None:
    assert bounded(rows(("x" * MAX_CELL,) * 60)) == ([], True)
