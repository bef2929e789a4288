"""Says where Python source cannot be read, before anybody tries to run it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with the code; `text` is for people, with file and line."""

    text: str


def syntax_problems(files: Iterable[Path]) -> list[Problem]:
    """Return what is wrong with the Python files among these that are there, in their order."""
    problems = []
    for file in sorted(files):
        if file.suffix == ".py" and file.is_file():
            try:
                ast.parse(file.read_bytes(), str(file))
            except (SyntaxError, ValueError) as error:
                problems.append(Problem(_words(file, error)))
    return problems


def _words(file: Path, error: SyntaxError | ValueError) -> str:
    if not isinstance(error, SyntaxError):
        return f"{file}: {error}"
    line = (error.text or "").rstrip()
    shown = f"\n    {line.strip()}" if line.strip() else ""
    return f"{file}:{error.lineno}: {type(error).__name__}: {error.msg}{shown}"
