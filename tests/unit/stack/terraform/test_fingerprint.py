"""Digests that tell whether anything changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finpulse_cli.stack.terraform.fingerprint import StackFingerprint, provider_fingerprint, stack_fingerprint
from finpulse_cli.stack.terraform.stage import BACKEND_FILE, LOCK_FILE, OVERRIDE_FILE, VARIABLES_FILE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@pytest.fixture
def staged(tmp_path: Path) -> Path:
    for name in ("main.tf", LOCK_FILE, VARIABLES_FILE, "code.zip", "other.zip"):
        (tmp_path / name).write_text(name)
    return tmp_path


def fingerprint(staged: Path, environ: Mapping[str, str] | None = None, engine: str = "") -> StackFingerprint:
    zips = {"code": staged / "code.zip", "other": staged / "other.zip"}
    return stack_fingerprint(staged, zips, environ or {}, engine)


@pytest.mark.parametrize("name", ["main.tf", VARIABLES_FILE, BACKEND_FILE, "new.tf"])
def test_the_configuration_changes_with_every_file_that_makes_it(name: str, staged: Path) -> None:
    before = fingerprint(staged)
    assert fingerprint(staged).changed_code(before) == []

    (staged / name).write_text("changed")

    assert fingerprint(staged).changed_code(before) is None


def test_a_stack_is_the_same_whatever_init_left_beside_its_files(staged: Path) -> None:
    before = fingerprint(staged)
    (staged / LOCK_FILE).write_text("written by init before the plan was refused")

    assert fingerprint(staged).changed_code(before) == []


def test_changed_code_is_told_by_the_functions_name(staged: Path) -> None:
    before = fingerprint(staged)
    (staged / "code.zip").write_text("changed")

    assert fingerprint(staged).changed_code(before) == ["code"]


def test_another_set_of_functions_is_more_than_changed_code(staged: Path) -> None:
    one = stack_fingerprint(staged, {"code": staged / "code.zip"}, {}, "")

    assert fingerprint(staged).changed_code(one) is None


def test_the_configuration_changes_with_the_users_variables_and_the_engine_only(staged: Path) -> None:
    before = fingerprint(staged)

    assert fingerprint(staged, {"TF_VAR_batch_size": "7"}).changed_code(before) is None
    assert fingerprint(staged, engine="emulator 2").changed_code(before) is None
    assert fingerprint(staged, {"HOME": "/elsewhere"}).changed_code(before) == []


def test_another_place_of_the_state_needs_another_init(staged: Path) -> None:
    before = provider_fingerprint(staged)

    (staged / BACKEND_FILE).write_text("{}")

    assert provider_fingerprint(staged) != before


def test_the_provider_depends_on_configuration_and_lock(staged: Path) -> None:
    before = provider_fingerprint(staged)

    (staged / VARIABLES_FILE).write_text("changed")
    (staged / OVERRIDE_FILE).write_text("written by tflocal")
    assert provider_fingerprint(staged) == before
    (staged / LOCK_FILE).write_text("changed")
    assert provider_fingerprint(staged) != before
