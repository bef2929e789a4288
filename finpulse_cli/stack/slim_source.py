"""A module's source without docstrings, comments, imports for types and most indentation: half of it, never used.

Lines keep their numbers, so that a traceback in a log names the lines of the repository.
"""

from __future__ import annotations

import ast
import tokenize
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


INDENT = b"    "  # of a level, as ruff's formatter has it
_TEXT_BEGINS, _TEXT_ENDS = ("FSTRING_START", "TSTRING_START"), ("FSTRING_END", "TSTRING_END")  # from Python 3.12 on


@lru_cache(maxsize=512)  # most files are in several functions' zips
def slimmed(source: bytes) -> bytes:
    """Return Python source that is the same code; each level is indented by one blank."""
    return _outdented(_without_types(without_docstrings(source))) if source.strip() else source


def without_docstrings(source: bytes) -> bytes:
    """Return Python source with an empty text and as many line ends in place of each docstring."""
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


def _without_types(source: bytes) -> bytes:
    """Return source without what a module does under `if TYPE_CHECKING:`, unless it does something else otherwise."""
    lines = source.splitlines(keepends=True)
    for node in ast.parse(source).body:
        is_for_types = isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        if is_for_types and isinstance(node, ast.If) and not node.orelse and node.body[0].lineno > node.lineno:
            first, last = node.body[0].lineno - 1, node.end_lineno or node.lineno
            lines[first:last] = [INDENT + b"pass\n", *[b"\n"] * (last - first - 1)]
    return b"".join(lines)


def _outdented(source: bytes) -> bytes:
    """Return source without comments, and with what stands before each line in levels of one blank.

    Lines that begin within a text stay as they are.
    """
    lines = source.splitlines(keepends=True)
    within: set[int] = set()
    begun: list[int] = []
    for token in tokenize.tokenize(BytesIO(source).readline):
        kind = tokenize.tok_name[token.exact_type]
        if kind == "COMMENT":
            line = lines[token.start[0] - 1].decode()
            lines[token.start[0] - 1] = f"{line[: token.start[1]].rstrip()}\n".encode()
        elif kind == "STRING":
            within.update(range(token.start[0] + 1, token.end[0] + 1))
        elif kind in _TEXT_BEGINS:
            begun.append(token.start[0])
        elif kind in _TEXT_ENDS:
            within.update(range(begun.pop() + 1, token.end[0] + 1))
    return b"".join(line if number in within else _outdented_line(line) for number, line in enumerate(lines, start=1))


def _outdented_line(line: bytes) -> bytes:
    text = line.lstrip(b" ")
    return b" " * ((len(line) - len(text)) // len(INDENT)) + text
