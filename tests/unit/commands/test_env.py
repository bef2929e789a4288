"""`finpulse env` as a user calls it: lines that a shell takes as they are."""

from __future__ import annotations

import json
import subprocess
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
import typer
from typer.testing import CliRunner, Result

from finpulse_cli.commands import env
from finpulse_cli.core.errors import MissingError, UsageError
from finpulse_cli.stack.clients import Access

if TYPE_CHECKING:
    from collections.abc import Callable

ACCESS = Access("http://127.0.0.1:4566", "us-east-1", "LKIAONE", "a secret")
NAMES = ["AWS_ENDPOINT_URL", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]


def provisioned() -> None:
    """The stack's outputs, of which nothing is read."""


def not_provisioned() -> None:
    raise MissingError("nothing is provisioned")


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    def call(*arguments: str, name: str = "embedded", outputs: Callable[[], None] = provisioned) -> Result:
        place = SimpleNamespace(name=name, access=ACCESS, outputs=outputs)
        monkeypatch.setattr(env, "chosen_target", lambda *_args, **_options: SimpleNamespace(place=place))
        app = typer.Typer()
        app.command()(env.env)
        return CliRunner().invoke(app, arguments)

    return call


@pytest.mark.starts_programs("sh")
def test_a_shell_takes_its_lines(printed: Callable[..., Result]) -> None:
    script = f'{printed().stdout}\necho "$AWS_ENDPOINT_URL $AWS_ACCESS_KEY_ID $AWS_SECRET_ACCESS_KEY $AWS_REGION"'
    told = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True).stdout
    assert told == "http://127.0.0.1:4566 LKIAONE a secret us-east-1\n"


def test_as_json(printed: Callable[..., Result]) -> None:
    assert list(json.loads(printed("--json").stdout)) == NAMES


def test_aws_is_reached_with_keys_of_ones_own(printed: Callable[..., Result]) -> None:
    assert isinstance(printed(name="aws").exception, UsageError)


def test_without_a_stack_there_is_nothing_to_reach(printed: Callable[..., Result]) -> None:
    done = printed(outputs=not_provisioned)
    assert isinstance(done.exception, MissingError)
    assert done.stdout == ""
