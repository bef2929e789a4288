"""`dev` as a user calls it where it cannot work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finpulse_cli.main import run

if TYPE_CHECKING:
    from pathlib import Path


def called(*arguments: str) -> int:
    with pytest.raises(SystemExit) as caught:
        run(arguments)
    code = caught.value.code
    return code if isinstance(code, int) else 0


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that is no clone, and a home."""
    monkeypatch.setenv("FINPULSE_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


def test_outside_a_clone_it_says_how_to_get_one(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert called("dev", "--target", "embedded") == 4

    shown = capsys.readouterr().err
    assert "finpulse init DIR" in shown
    assert not (tmp_path / "home").exists()


def test_an_account_is_not_changed_by_a_save(capsys: pytest.CaptureFixture[str]) -> None:
    assert called("dev", "--target", "aws") == 2
    assert "sandbox on this machine only" in capsys.readouterr().err
