"""Next steps are data: told once, with the target that the command line names."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from finpulse_cli.core.errors import act, call_of, to_run

SOURCES = sorted((Path(__file__).resolve().parents[3] / "finpulse_cli").rglob("*.py"))
ERRORS = {"FailedError", "UsageError", "MissingError", "ExpectationError", "StoppedError", "CliError"}
CALL = re.compile(r"`finpulse \w")


@pytest.mark.parametrize(
    ("command", "target", "told"),
    [
        ("up", None, "finpulse up"),
        ("up", "aws", "finpulse up --aws"),
        ("logs aggregator --since 1d", "localstack", "finpulse logs aggregator --since 1d --target localstack"),
        ("down --purge --aws", "localstack", "finpulse down --purge --aws"),
        ("up --target embedded", "aws", "finpulse up --target embedded"),
        ("cost", "aws", "finpulse cost"),
        ("parity embedded aws", "aws", "finpulse parity embedded aws"),
    ],
)
def test_a_command_is_told_as_it_has_to_be_called(command: str, target: str | None, told: str) -> None:
    assert call_of(command, target) == told


def test_an_action_with_several_commands() -> None:
    action = act("run `{}`; `{}` repairs what is missing", "status", "up")
    assert action.render() == "run `finpulse status`; `finpulse up` repairs what is missing"
    assert action.render("aws") == "run `finpulse status --aws`; `finpulse up --aws` repairs what is missing"
    assert action.about("aws").render("embedded") == action.render("aws")


def test_braces_in_a_text_are_only_text() -> None:
    assert act('{"a": 1}').render() == '{"a": 1}'
    assert to_run("query 'SELECT {x}'").render() == "run `finpulse query 'SELECT {x}'`"


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.stem)
def test_no_next_step_names_a_command_in_prose(file: Path) -> None:
    """Prose cannot be told about another target."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ERRORS and len(node.args) > 1:
            assert not CALL.search(ast.unparse(node.args[1])), f"line {node.lineno}: use act() or to_run()"
