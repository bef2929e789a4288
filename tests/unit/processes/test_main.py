"""The one way in for all background processes."""

from __future__ import annotations

from pathlib import Path

import pytest

from finpulse_cli.processes.__main__ import NAMES, run

MODULES = {path.stem for path in (Path(__file__).resolve().parents[3] / "finpulse_cli" / "processes").glob("*.py")}


@pytest.mark.parametrize("name", NAMES)
def test_every_process_has_a_module_and_a_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert name.replace("-", "_") in MODULES
    assert run([name, "--help"]) == 0
    assert f"finpulse_cli.processes {name}" in capsys.readouterr().out


def test_the_help_names_them_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(name in shown for name in NAMES)


@pytest.mark.parametrize("arguments", [["nonesuch"], ["dashboard"], ["dashboard", "--port", "x"]])
def test_what_makes_no_sense_is_a_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    assert "Usage" in capsys.readouterr().err


def test_an_error_is_told_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FINPULSE_HOME", str(tmp_path))
    monkeypatch.setenv("FINPULSE_TARGET", "embedded")

    assert run(["scheduler"]) == 1

    said = capsys.readouterr().err
    assert said.startswith("the sign of life cannot be given: ")
    assert "run `finpulse up`" in said
