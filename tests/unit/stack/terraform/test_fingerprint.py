"""Digests that tell whether anything changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finpulse_cli.stack.terraform.fingerprint import provider_fingerprint, stack_fingerprint
from finpulse_cli.stack.terraform.stage import BACKEND_FILE, LOCK_FILE, OVERRIDE_FILE, VARIABLES_FILE

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def staged(tmp_path: Path) -> Path:
    for name in ("main.tf", LOCK_FILE, VARIABLES_FILE, "code.zip"):
        (tmp_path / name).write_text(name)
    return tmp_path


@pytest.mark.parametrize("name", ["main.tf", LOCK_FILE, VARIABLES_FILE, BACKEND_FILE, "code.zip", "new.tf"])
def test_the_stack_changes_with_every_file_that_makes_it(name: str, staged: Path) -> None:
    before = stack_fingerprint(staged, [staged / "code.zip"], {})
    (staged / name).write_text("changed")

    assert stack_fingerprint(staged, [staged / "code.zip"], {}) != before


def test_the_stack_changes_with_the_users_variables_only(staged: Path) -> None:
    before = stack_fingerprint(staged, [], {})

    assert stack_fingerprint(staged, [], {"TF_VAR_batch_size": "7"}) != before
    assert stack_fingerprint(staged, [], {"HOME": "/elsewhere"}) == before


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
