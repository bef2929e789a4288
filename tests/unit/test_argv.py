from __future__ import annotations

import pytest

from finpulse_cli.argv import named_target, spelled_out
from finpulse_cli.core.errors import UsageError


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        (["replay", "calm", "--expect"], ["replay", "calm", "--expect", "own"]),
        (["replay", "calm", "--expect", "--json"], ["replay", "calm", "--expect", "own", "--json"]),
        (["replay", "calm", "--expect", "file.json"], ["replay", "calm", "--expect", "file.json"]),
        (["replay", "calm", "--expect=file.json"], ["replay", "calm", "--expect=file.json"]),
        (["replay", "calm"], ["replay", "calm"]),
        (["replay", "--", "--expect"], ["replay", "--", "--expect"]),
        ([], []),
        (["up", "--aws", "--yes"], ["up", "--target", "aws", "--yes"]),
        (["query", "--", "--aws"], ["query", "--", "--aws"]),
    ],
)
def test_a_command_line_is_spelled_out(given: list[str], meant: list[str]) -> None:
    assert spelled_out(given) == meant


@pytest.mark.parametrize("other", [["--target", "embedded"], ["--target=aws"]])
def test_a_target_is_named_once(other: list[str]) -> None:
    with pytest.raises(UsageError, match="--aws and --target"):
        spelled_out(["status", "--aws", *other])


@pytest.mark.parametrize(
    ("arguments", "target"),
    [
        (["status", "--target", "aws"], "aws"),
        (["status", "--target=localstack", "--json"], "localstack"),
        (["status"], None),
        (["status", "--target"], None),
        (["query", "--", "--target", "aws"], None),
        ([], None),
    ],
)
def test_the_target_that_a_command_line_names(arguments: list[str], target: str | None) -> None:
    assert named_target(arguments) == target
