"""One command at a time changes a target."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.errors import FailedError
from finpulse_cli.daemon.lock import exclusive
from tests.outside import PYTHON

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.starts_programs(PYTHON)


def test_a_second_command_waits_and_then_gives_up(tmp_path: Path) -> None:
    said: list[str] = []

    with (
        exclusive(tmp_path / "lock", said.append),
        pytest.raises(FailedError, match="still changing this target"),
        exclusive(tmp_path / "lock", said.append, timeout_seconds=0),
    ):
        pass

    assert len(said) == 1
    assert "waiting for it" in said[0]


def test_afterwards_the_lock_is_free_again(tmp_path: Path) -> None:
    for _ in range(2):
        with exclusive(tmp_path / "deep" / "lock", pytest.fail):
            pass


def test_a_child_that_shares_it_holds_it_on(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "input()"]
    with exclusive(tmp_path / "lock", pytest.fail) as descriptor:
        child = subprocess.Popen(command, stdin=subprocess.PIPE, pass_fds=(descriptor,))
    with (
        child,
        pytest.raises(FailedError),
        exclusive(tmp_path / "lock", lambda _line: None, timeout_seconds=0),
    ):
        pass

    with exclusive(tmp_path / "lock", pytest.fail):
        pass
