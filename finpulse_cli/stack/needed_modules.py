"""Which modules of `lambdas` a function needs when it runs: those that its own import, and so on.

Read from the sources, nothing is executed. What only a type checker imports (`if TYPE_CHECKING:`) is not needed; what a
function imports when it is called is.
"""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def needed_files(lambdas_dir: Path, function: str) -> set[Path]:
    """Return the Python files of a function's folder and of all that they import from `lambdas`, packages' included."""
    found: set[Path] = set()
    waiting = {path for path in (lambdas_dir / function).rglob("*.py") if "__pycache__" not in path.parts}
    while waiting:
        path = waiting.pop()
        found.add(path)
        for name in _imported(path.read_bytes()):
            waiting |= _files_of(lambdas_dir.parent, name) - found
    return found


@lru_cache(maxsize=512)  # most files are in several functions' zips
def _imported(source: bytes) -> frozenset[str]:
    """Return the dotted names that Python source imports at run time, of modules and of what may be one."""
    names: set[str] = set()
    for node in _at_run_time(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.update([node.module, *(f"{node.module}.{alias.name}" for alias in node.names)])
    return frozenset(names)


def _at_run_time(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and isinstance(child.test, ast.Name) and child.test.id == "TYPE_CHECKING":
            for other in child.orelse:
                yield from (other, *_at_run_time(other))
            continue
        yield child
        yield from _at_run_time(child)


def _files_of(root: Path, name: str) -> set[Path]:
    """Return the files that importing a dotted name of ours runs: its own and those of the packages around it."""
    parts = name.split(".")
    if parts[0] != "lambdas":
        return set()
    packages = {root.joinpath(*parts[:end]) / "__init__.py" for end in range(1, len(parts) + 1)}
    module = root.joinpath(*parts).with_suffix(".py")
    return {path for path in (*packages, module) if path.is_file()}
