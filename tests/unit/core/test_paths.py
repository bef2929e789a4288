"""Where the CLI looks for the project, and where it keeps what belongs to a target."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from finpulse_cli.core import own_stack, paths
from finpulse_cli.core.paths import Project, crash_log
from finpulse_cli.core.settings import Settings


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder that looks like a clone of the repository."""
    root = tmp_path / "clone"
    for folder in ("terraform", "lambdas/shared/domain", "docs/deep"):
        (root / folder).mkdir(parents=True)
    return root


@pytest.fixture
def wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The stack inside an installed wheel, and a user's folder for data."""
    bundled = tmp_path / "site-packages" / "finpulse_cli" / "_stack"
    bundled.mkdir(parents=True)
    for module in (own_stack, paths):
        monkeypatch.setattr(module, "BUNDLED", bundled)
    monkeypatch.setattr(paths, "user_data", lambda: tmp_path / "data")
    return bundled


def test_the_project_is_found_from_a_folder_inside_it(clone: Path) -> None:
    assert Project.find(clone / "docs" / "deep").root == clone


def test_elsewhere_it_is_the_project_this_package_lies_in(tmp_path: Path) -> None:
    assert (Project.find(tmp_path).root / "finpulse_cli").is_dir()


def test_somebody_elses_terraform_is_no_project(tmp_path: Path, wheel: Path) -> None:
    (tmp_path / "theirs" / "terraform").mkdir(parents=True)
    (tmp_path / "theirs" / "pyproject.toml").touch()

    assert Project.find(tmp_path / "theirs").root == wheel


def test_what_a_wheel_keeps_lies_in_the_users_data_unless_finpulse_home_says_otherwise(
    tmp_path: Path,
    wheel: Path,  # noqa: ARG001 - the package lies in it
) -> None:
    project = Project.find(tmp_path)

    assert project.target_home("embedded", Settings()).root == tmp_path / "data" / "embedded"
    assert project.target_home("embedded", Settings(home=tmp_path)).root == tmp_path / "embedded"
    assert project.frontend_lock.parent == tmp_path / "data"


def test_a_clone_comes_before_what_the_wheel_brings(clone: Path, wheel: Path) -> None:
    assert wheel.is_dir()
    assert Project.find(clone).home(Settings()) == clone / ".finpulse"


def test_the_users_data_lie_where_the_system_wants_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))

    assert own_stack.user_data().name == "finpulse"
    if sys.platform == "linux":
        assert own_stack.user_data() == tmp_path / "finpulse"


def test_a_target_lives_in_the_project_unless_finpulse_home_says_otherwise(clone: Path, tmp_path: Path) -> None:
    project = Project(clone)

    assert project.target_home("embedded", Settings()).root == clone / ".finpulse" / "embedded"
    assert project.target_home("embedded", Settings(home=tmp_path)).root == tmp_path / "embedded"


def test_asking_for_a_path_creates_nothing(clone: Path) -> None:
    home = Project(clone).target_home("embedded", Settings())

    assert home.log("ministack").name == "ministack.log"
    assert home.pid_file("ministack").name == "ministack.pid"
    assert not home.root.exists()


def test_the_crash_log_lies_with_the_state(tmp_path: Path, clone: Path) -> None:
    assert crash_log(Settings(), clone) == clone / ".finpulse" / "finpulse-error.log"
    assert crash_log(Settings(home=tmp_path), clone).parent == tmp_path


def test_settings_are_read_once_and_an_empty_variable_is_none() -> None:
    assert Settings.from_environment({"FINPULSE_HOME": " ", "FINPULSE_TARGET": ""}) == Settings()
    read = Settings.from_environment({"FINPULSE_HOME": "/data/finpulse", "FINPULSE_TARGET": "embedded"})
    assert read == Settings(home=Path("/data/finpulse"), target="embedded")
