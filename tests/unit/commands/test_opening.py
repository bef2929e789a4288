from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import pytest
import typer
import typer.main

from finpulse_cli.commands.opening import open_source
from finpulse_cli.core.clock import utc_now
from finpulse_cli.core.errors import MissingError, UsageError
from finpulse_cli.main import app
from finpulse_cli.stack.outputs import save_outputs
from tests.unit.features.tail.fakes import outputs

if TYPE_CHECKING:
    from pathlib import Path

CALL = typer.Context(typer.main.get_command(app))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """FINPULSE_HOME, empty."""
    monkeypatch.setenv("FINPULSE_HOME", str(tmp_path))
    return tmp_path


def test_the_stack_of_the_target(home: Path) -> None:
    (home / "embedded").mkdir()
    save_outputs(home / "embedded" / "outputs.json", asdict(outputs()))
    source = open_source(CALL, None, "brk.b", events=True)
    assert source.outputs == outputs()
    assert source.home.root == home / "embedded"
    assert (source.symbol, source.events) == ("BRK.B", True)
    assert utc_now().utcoffset() is not None


def test_nothing_provisioned(home: Path) -> None:
    assert not list(home.iterdir())
    with pytest.raises(MissingError, match="nothing is provisioned"):
        open_source(CALL, None)


def test_no_symbol(home: Path) -> None:
    assert home.is_dir()
    with pytest.raises(UsageError, match="cannot be a symbol"):
        open_source(CALL, None, "")
