"""A module's source without its docstrings, which no function reads and which are a third of it.

Lines keep their numbers, so that a traceback in a log names the lines of the repository.
"""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@lru_cache(maxsize=512)  # most files are in several functions' zips
def without_docstrings(source: bytes) -> bytes:
    """Return Python source with an empty text and as many line ends in place of each docstring."""
    if not source.strip():
        return source
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    slim, done = [], 0
    for text in _docstrings(ast.parse(source)):
        first, last = text.lineno, text.end_lineno or text.lineno
        start = starts[first - 1] + text.col_offset
        slim += [source[done:start], b'""', b"\n" * (last - first)]
        done = starts[last - 1] + (text.end_col_offset or 0)
    return b"".join([*slim, source[done:]])


def _docstrings(tree: ast.Module) -> Iterator[ast.expr]:
    """Yield the docstrings of a module, its classes and functions, in the order of the source."""
    owners = (
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    )
    found = [
        node.body[0].value
        for node in owners
        if ast.get_docstring(node, clean=False) is not None and isinstance(node.body[0], ast.Expr)
    ]
    yield from sorted(found, key=lambda text: (text.lineno, text.col_offset))
