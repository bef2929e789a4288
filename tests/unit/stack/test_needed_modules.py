"""Which files of `lambdas` a function's zip needs, and what they are without their docstrings."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import lambdas
from finpulse_cli.stack.needed_modules import needed_files
from finpulse_cli.stack.packaging import contents, functions, zip_bytes
from finpulse_cli.stack.slim_source import without_docstrings

LAMBDAS = Path(lambdas.__file__).parent
MOST_BYTES = 170_000  # as they lie on the disk; anomaly_detector, with its detectors, is the largest


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A function that imports in every way there is."""
    files = {
        "__init__.py": "",
        "one/__init__.py": "",
        "one/handler.py": (
            "from typing import TYPE_CHECKING\n"
            "from lambdas.shared import package\n"
            "import lambdas.shared.deep.module\n"
            "from lambdas.one.own import thing\n"
            "if TYPE_CHECKING:\n    from lambdas.shared.typed import T\n"
            "else:\n    from lambdas.shared.other import T\n"
            "def f():\n    from lambdas.shared.late import g\n"
        ),
        "one/own.py": "thing = 1\n",
        "one/beside.py": "",
        "two/handler.py": "",
        "shared/__init__.py": "",
        "shared/package/__init__.py": "from lambdas.shared.package.inner import x\n",
        "shared/package/inner.py": "x = 1\nfrom lambdas.shared import package\n",
        "shared/package/unused.py": "",
        "shared/deep/__init__.py": "",
        "shared/deep/module.py": "import json\n",
        **{f"shared/{name}.py": "" for name in ("typed", "other", "late", "unused")},
    }
    for name, text in files.items():
        path = tmp_path / "lambdas" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "lambdas"


def test_what_is_imported_at_run_time_is_needed_and_nothing_else(root: Path) -> None:
    found = {path.relative_to(root).as_posix() for path in needed_files(root, "one")}
    assert found == {
        "__init__.py",
        *(f"one/{name}.py" for name in ("__init__", "handler", "own", "beside")),
        *(f"shared/{name}.py" for name in ("__init__", "package/__init__", "package/inner", "other", "late")),
        *(f"shared/deep/{name}.py" for name in ("__init__", "module")),
    }


@pytest.mark.parametrize("function", functions(LAMBDAS))
def test_every_zip_is_small(function: str) -> None:
    assert len(zip_bytes(contents(LAMBDAS, function))) < MOST_BYTES


def test_a_stream_consumer_brings_nothing_of_the_api_or_the_provider() -> None:
    foreign = ("lambdas/shared/query/", "lambdas/shared/adapters/alpha_vantage/", "lambdas/shared/payloads.py")
    assert not [name for name in contents(LAMBDAS, "aggregator") if name.startswith(foreign)]


SOURCE = '''"""A module.

Of two paragraphs, ü.
"""

from x import y  # a comment


class A:
    """A class."""

    name = """no docstring"""

    def f(self):
        "One."

    async def g(self): """Two."""; return 1
'''


def test_docstrings_go_and_lines_stay() -> None:
    slim = without_docstrings(SOURCE.encode()).decode()
    assert slim.count("\n") == SOURCE.count("\n")
    assert "paragraph" not in slim
    assert [slim.splitlines()[place] for place in (5, 11)] == [SOURCE.splitlines()[place] for place in (5, 11)]
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    assert {ast.get_docstring(node) for node in ast.walk(ast.parse(slim)) if isinstance(node, owners)} == {""}


@pytest.mark.parametrize("path", sorted(LAMBDAS.rglob("*.py")), ids=lambda path: path.relative_to(LAMBDAS).as_posix())
def test_the_code_of_every_module_stays_what_it_is(path: Path) -> None:
    source = path.read_bytes()
    whole, slim = ast.parse(source), ast.parse(without_docstrings(source))
    for tree in (whole, slim):
        for node in ast.walk(tree):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
                node.body[0] = ast.Pass()
    assert ast.dump(whole) == ast.dump(slim)
