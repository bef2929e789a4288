"""The part of a query's result that goes into one answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lambdas.shared.query.execution import QueryRows

MAX_CHARACTERS = 500_000  # six bytes each at worst: an answer of a function may have 6 MB
MAX_CELL = 10_000
CUT_MARK = "…"


def bounded(found: QueryRows) -> tuple[list[list[str | None]], bool]:
    """Return the first rows that fit, with overlong cells cut short; and whether anything was left out."""
    rows: list[list[str | None]] = []
    size = 0
    for row in found.rows:
        cells = [_cell(text) for text in row]
        size += sum(len(text or "") + 4 for text in cells)
        if size > MAX_CHARACTERS:
            return rows, True
        rows.append(cells)
    return rows, found.cut


def _cell(text: str | None) -> str | None:
    if text is None or len(text) <= MAX_CELL:
        return text
    return text[:MAX_CELL] + CUT_MARK
