"""Where the CLI looks for the project, and where it keeps what belongs to a target."""

from __future__ import annotations

from pathlib import Path

import pytest

from finpulse_cli.core import paths
from finpulse_cli.core.errors import MissingError
from finpulse_cli.core.paths import Project, crash_log
from finpulse_cli.core.settings import Settings


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder that looks like a clone of the repository."""
    root = tmp_path / "clone"
    (root / "terraform").mkdir(parents=True)
    (root / "docs" / "deep").mkdir(parents=True)
    (root / "pyproject.toml").touch()
    return root


def test_the_project_is_found_from_a_folder_inside_it(clone: Path) -> None:
    assert Project.find(clone / "docs" / "deep").root == clone


def test_elsewhere_it_is_the_project_this_package_lies_in(tmp_path: Path) -> None:
    assert (Project.find(tmp_path).root / "finpulse_cli").is_dir()


def test_no_project_at_all_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "_PACKAGE_PARENT", tmp_path)

    with pytest.raises(MissingError, match="not inside a clone"):
        Project.find(tmp_path)


def test_a_target_lives_in_the_project_unless_finpulse_home_says_otherwise(clone: Path, tmp_path: Path) -> None:
    project = Project(clone)

    assert project.target_home("embedded", Settings()).root == clone / ".finpulse" / "embedded"
    assert project.target_home("embedded", Settings(home=tmp_path)).root == tmp_path / "embedded"


def test_asking_for_a_path_creates_nothing(clone: Path) -> None:
    home = Project(clone).target_home("embedded", Settings())

    assert home.log("ministack").name == "ministack.log"
    assert home.pid_file("ministack").name == "ministack.pid"
    assert not home.root.exists()


def test_the_crash_log_has_a_place_even_outside_a_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "_PACKAGE_PARENT", tmp_path)

    assert crash_log(Settings(), tmp_path).name == "finpulse-error.log"
    assert crash_log(Settings(home=tmp_path), tmp_path).parent == tmp_path


def test_settings_are_read_once_and_an_empty_variable_is_none() -> None:
    assert Settings.from_environment({"FINPULSE_HOME": " ", "FINPULSE_TARGET": ""}) == Settings()
    read = Settings.from_environment({"FINPULSE_HOME": "/data/finpulse", "FINPULSE_TARGET": "embedded"})
    assert read == Settings(home=Path("/data/finpulse"), target="embedded")
