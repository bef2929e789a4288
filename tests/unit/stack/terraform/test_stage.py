"""The staged Terraform root and what is cleared away in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.errors import MissingError
from finpulse_cli.stack.terraform.stage import (
    BACKEND_FILE,
    LEFT_STATE_FILE,
    LOCK_FILE,
    OVERRIDE_FILE,
    VARIABLES_FILE,
    forget,
    has_resources,
    stage,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "terraform"
    folder.mkdir()
    (folder / "main.tf").write_text("# main")
    (folder / "terraform.tfvars").write_text('name = "mine"')
    return folder


def test_configuration_and_lock_are_copied_and_the_variables_written(source: Path, tmp_path: Path) -> None:
    (source / LOCK_FILE).write_text("# lock")
    staged = tmp_path / "home" / "terraform"

    stage(source, staged, {"region": "us-east-1", "alert_inbox": True})

    assert (staged / "main.tf").read_text() == "# main"
    assert (staged / LOCK_FILE).read_text() == "# lock"
    assert json.loads((staged / VARIABLES_FILE).read_text()) == {"region": "us-east-1", "alert_inbox": True}
    assert not (staged / "terraform.tfvars").exists()


def test_files_that_are_gone_go_and_the_state_stays(source: Path, tmp_path: Path) -> None:
    staged = tmp_path / "staged"
    staged.mkdir()
    leftovers = ("old.tf", OVERRIDE_FILE, ".terraform.tfstate.lock.info")
    for name in (*leftovers, "terraform.tfstate", LOCK_FILE):
        (staged / name).touch()

    stage(source, staged, {})

    assert not any((staged / name).exists() for name in leftovers)
    assert (staged / "terraform.tfstate").exists()
    assert (staged / LOCK_FILE).exists()


def test_the_place_of_the_state_is_written_and_taken_back(source: Path, tmp_path: Path) -> None:
    staged = tmp_path / "staged"
    stage(source, staged, {}, {"s3": {"bucket": "b"}})
    assert json.loads((staged / BACKEND_FILE).read_text()) == {"terraform": {"backend": {"s3": {"bucket": "b"}}}}

    stage(source, staged, {})
    assert not (staged / BACKEND_FILE).exists()


def test_a_state_that_could_not_be_saved_is_kept(source: Path, tmp_path: Path) -> None:
    staged = tmp_path / "staged"
    staged.mkdir()
    (staged / LEFT_STATE_FILE).write_text("{}")

    stage(source, staged, {}, {"s3": {}})

    assert (staged / LEFT_STATE_FILE).exists()


def test_a_folder_without_configuration_is_said(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="no Terraform configuration"):
        stage(tmp_path, tmp_path / "staged", {})


@pytest.mark.parametrize(
    ("text", "remembers"), [(None, False), ('{"resources": []}', False), ('{"resources": [{}]}', True), ("{", True)]
)
def test_whether_terraform_remembers_anything(text: str | None, remembers: bool, tmp_path: Path) -> None:
    state = tmp_path / "terraform.tfstate"
    if text is not None:
        state.write_text(text)

    assert has_resources(state) is remembers


def test_forgetting_drops_state_and_backups_only(source: Path, tmp_path: Path) -> None:
    staged = tmp_path / "staged"
    stage(source, staged, {})
    for name in ("terraform.tfstate", "terraform.tfstate.backup", LEFT_STATE_FILE):
        (staged / name).touch()

    forget(staged)

    assert sorted(path.name for path in staged.iterdir()) == [VARIABLES_FILE, "main.tf"]
