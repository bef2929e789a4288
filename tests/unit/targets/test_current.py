"""The target in use, which commands mean where none is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from finpulse_cli.core.paths import Project
from finpulse_cli.core.settings import Settings
from finpulse_cli.targets.current import current_target, leave, use
from finpulse_cli.targets.resolve import resolve_target
from tests.doubles.contexts import context

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A FINPULSE_HOME that is there."""
    return Settings(home=tmp_path)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A clone."""
    for folder in ("terraform", "lambdas/shared/domain"):
        (tmp_path / "clone" / folder).mkdir(parents=True)
    return Project(tmp_path / "clone")


def target(name: str, settings: Settings, project: Project) -> Any:
    """A target of this name."""
    return resolve_target(context(settings, project.root), name)


def test_at_first_none_is(settings: Settings, project: Project) -> None:
    assert current_target(context(settings, project.root)) is None


def test_it_is_the_one_brought_up_last(settings: Settings, project: Project) -> None:
    for name in ("embedded", "localstack"):
        use(target(name, settings, project), context(settings, project.root))
        assert current_target(context(settings, project.root)) == name


def test_it_is_left_only_by_itself(settings: Settings, project: Project) -> None:
    use(target("localstack", settings, project), context(settings, project.root))

    leave(target("embedded", settings, project), context(settings, project.root))
    assert current_target(context(settings, project.root)) == "localstack"
    leave(target("localstack", settings, project), context(settings, project.root))
    assert current_target(context(settings, project.root)) is None
    leave(
        target("localstack", settings, project), context(settings, project.root)
    )  # it is no error that it was left already


def test_aws_never_is(settings: Settings, project: Project) -> None:
    use(target("embedded", settings, project), context(settings, project.root))

    use(target("aws", settings, project), context(settings, project.root))

    assert current_target(context(settings, project.root)) == "embedded"


def test_without_a_finpulse_home_it_is_the_projects(project: Project) -> None:
    (project.root / ".finpulse").mkdir(parents=True)
    (project.root / ".finpulse" / "current").write_text("localstack\n")

    assert current_target(context(Settings(), project.root)) == "localstack"


def test_an_empty_file_names_none(settings: Settings, project: Project, tmp_path: Path) -> None:
    (tmp_path / "current").write_text("\n")

    assert current_target(context(settings, project.root)) is None


def test_a_file_that_names_what_can_never_be_in_use_names_nothing(settings: Settings, project: Project) -> None:
    for name in ("aws", "moon", ""):
        (settings.home or project.root).joinpath("current").write_text(name)
        assert current_target(context(settings, project.root)) is None
