"""tflocal of this environment."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.errors import MissingError
from finpulse_cli.stack.terraform import tflocal as module
from finpulse_cli.stack.terraform.tflocal import require_tflocal, tflocal_program

if TYPE_CHECKING:
    from pathlib import Path


def test_a_missing_tflocal_names_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "tflocal_path", lambda: tmp_path / "tflocal")

    with pytest.raises(MissingError) as caught:
        require_tflocal()

    assert "pip install terraform-local" in (caught.value.next_action or "")


def test_it_runs_under_this_interpreter(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "tflocal").touch()
    monkeypatch.setattr(module, "tflocal_path", lambda: tmp_path / "tflocal")

    assert tflocal_program() == [sys.executable, str(tmp_path / "tflocal")]
