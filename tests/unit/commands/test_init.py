"""`finpulse init`: the stack as a folder that FinPulse takes for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.own_stack import PARTS
from finpulse_cli.core.paths import Project
from finpulse_cli.core.settings import Settings
from finpulse_cli.main import run
from finpulse_cli.stack.packaging import contents
from finpulse_cli.stack.terraform.fingerprint import sources_fingerprint
from scripts.hatch_build import STACK
from tests.doubles.contexts import PROJECT

if TYPE_CHECKING:
    from pathlib import Path


def call(*arguments: str) -> int:
    with pytest.raises(SystemExit) as caught:
        run(["init", *arguments])
    return int(caught.value.code or 0)


def test_what_is_written_is_the_stack_and_is_found_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "my-stack"

    assert call(str(target)) == 0

    assert capsys.readouterr().out.strip() == str(target)
    project = Project.find(target / "lambdas")
    assert project.root == target
    assert project.home(Settings()) == target / ".finpulse"
    assert sources_fingerprint(project.terraform_dir) == sources_fingerprint(PROJECT / "terraform")
    assert contents(project.lambdas_dir, "aggregator") == contents(PROJECT / "lambdas", "aggregator")
    assert (target / "fixtures" / "flash-crash" / "fixture.json").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["my-stack"]


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine").touch()

    assert call(str(tmp_path)) == 2

    assert "not empty" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    assert call(str(tmp_path / "empty")) == 0
    assert (tmp_path / "empty" / "terraform").is_dir()


def test_a_copy_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object, **_options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("finpulse_cli.commands.init.shutil.copytree", full)

    assert call(str(tmp_path / "my-stack")) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_wheel_brings_every_part_of_a_stack() -> None:
    assert STACK == PARTS
