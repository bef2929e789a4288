"""The sandbox's root key: random, kept for its owner alone."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.errors import FailedError
from finpulse_cli.targets.embedded.root_key import keep, root_key

if TYPE_CHECKING:
    from pathlib import Path


def test_a_new_sandbox_has_a_key_of_its_own_until_it_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "root-key"
    made = {root_key(file) for _ in range(20)}
    assert len(made) == 20
    assert not file.exists()
    assert all(len(key) == 20 and not key.startswith("A") for key in made)


def test_a_kept_key_is_found_again_and_read_by_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "root-key"
    key = root_key(file)
    keep(file, key)
    keep(file, key)
    assert root_key(file) == key
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_of_two_commands_at_once_one_is_told(tmp_path: Path) -> None:
    file = tmp_path / "root-key"
    first, second = root_key(file), root_key(file)
    keep(file, first)
    with pytest.raises(FailedError, match="another command"):
        keep(file, second)
    assert root_key(file) == first


def test_a_spoilt_key_is_refused_with_the_way_out(tmp_path: Path) -> None:
    file = tmp_path / "root-key"
    file.write_text("test")
    with pytest.raises(FailedError, match="does not hold the sandbox's root key") as raised:
        root_key(file)
    assert "rm -r" in str(raised.value.next_action)
