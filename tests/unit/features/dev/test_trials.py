"""Imports and types are looked at in other processes; what they find is told with its place in our code."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.paths import Project
from finpulse_cli.features.dev.imports import ImportTrial
from finpulse_cli.features.dev.type_check import TypeCheck
from tests.outside import PYTHON
from tests.unit.targets.said import Said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.starts_programs(PYTHON)
GOOD = "from lambdas.shared import words\n\n\ndef handler(event, context):\n    return words.HELLO\n"


@pytest.fixture
def lambdas(tmp_path: Path) -> Path:
    """Two functions that share a module."""
    folder = tmp_path / "lambdas"
    for name, text in {
        "__init__.py": "", "shared/__init__.py": "", "shared/words.py": "HELLO = 1\n", "one/__init__.py": "",
        "one/handler.py": GOOD, "two/__init__.py": "", "two/handler.py": GOOD,
    }.items():  # fmt: skip
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def trial(lambdas: Path) -> Iterator[ImportTrial]:
    """The interpreter that tries them out."""
    with ImportTrial(lambdas, {}, timeout_seconds=20) as made:
        yield made


def told(trial: ImportTrial, *names: str) -> str:
    return "\n".join(problem.text for problem in trial.problems(names))


def test_each_trial_begins_anew(trial: ImportTrial, lambdas: Path) -> None:
    assert told(trial) == ""
    assert told(trial, "one", "two") == ""
    handler = lambdas / "one" / "handler.py"
    handler.write_text("import nothing_of_that_name\n")
    found = told(trial, "one", "two")
    assert "No module named 'nothing_of_that_name'" in found
    assert f'"{handler}", line 1' in found
    assert "importlib" not in found
    handler.write_text(GOOD)
    assert told(trial, "one", "two") == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("from lambdas.shared.words import BYE\n", "cannot import name 'BYE'"),
        ("from lambdas.shared import gone\n", "cannot import name 'gone'"),
        ("x = undefined\n", "name 'undefined' is not defined"),
        ("def other(event, context): ...\n", "has no attribute 'handler'"),
        ("raise SystemExit(3)\n", "SystemExit: 3"),
        ("import os; os._exit(0)\n", "the interpreter ended"),
    ],
)
def test_whatever_keeps_it_from_being_imported_is_told(
    trial: ImportTrial, lambdas: Path, text: str, words: str
) -> None:
    assert told(trial, "one") == ""  # it waits, with all loaded
    (lambdas / "one" / "handler.py").write_text(text)

    assert words in told(trial, "one")
    assert told(trial, "two") == ""


def test_what_is_printed_at_import_is_no_answer(trial: ImportTrial, lambdas: Path) -> None:
    (lambdas / "one" / "handler.py").write_text("print('hello')\n" + GOOD)

    assert told(trial, "one") == ""


def test_an_import_that_hangs_is_given_up(lambdas: Path) -> None:
    with ImportTrial(lambdas, {}) as trial:
        assert told(trial, "two") == ""  # it waits, with all loaded
        (lambdas / "two" / "handler.py").write_text("import threading\nthreading.Event().wait()\n")
        trial._timeout = 0.2

        assert "took more than" in told(trial, "two")


def test_types_are_told_when_they_are_known(lambdas: Path) -> None:
    said = Said()
    right = TypeCheck(Project(lambdas.parent), {}, said, [sys.executable, "-c", ""])
    right.begin(["one", "two"])
    right.wait()
    assert said == ["types of one, two are right"]

    wrong = TypeCheck(Project(lambdas.parent), {}, said, [sys.executable, "-c", "print('a.py:1: error'); exit(1)"])
    wrong.begin(["one"])
    wrong.wait()
    assert said[1:] == ["types: a.py:1: error"]


def test_the_next_change_ends_the_look_before(lambdas: Path) -> None:
    said = Said()
    check = TypeCheck(
        Project(lambdas.parent), {}, said, [sys.executable, "-c", "import threading; threading.Event().wait()"]
    )
    check.begin(["one"])
    check.begin(["two"])
    check.end()

    assert said == []


def test_mypy_is_looked_for() -> None:
    assert TypeCheck.is_there(lambda name: name)
    assert not TypeCheck.is_there(lambda _name: None)
