"""`snapshot` and `up --from` as a user calls them: what is replaced is named, and nothing happens without a yes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.main import run
from finpulse_cli.stack.outputs import StackOutputs
from finpulse_cli.stack.sandbox_snapshots import SavedSandbox, snapshot_path
from tests.unit.targets.outputs import OUTPUTS

if TYPE_CHECKING:
    from finpulse_cli.core.console import Report

Call = Callable[..., int]
TARGET = "finpulse_cli.targets.embedded.target.EmulatorSnapshots"


@dataclass
class Shelved:
    """Snapshots whose files are empty: keeps what was asked for."""

    differences: list[str] = field(default_factory=list)
    there: str | None = None
    calls: list[tuple[str, str]] = field(default_factory=list)

    def save(self, to: Path, _report: Report) -> SavedSandbox:
        """Makes the file."""
        to.parent.mkdir(exist_ok=True)
        to.write_bytes(b"1234")
        self.calls.append(("save", to.name))
        return self.look(to)

    def look(self, path: Path) -> SavedSandbox:
        """As the test says."""
        return SavedSandbox(path, 4, datetime(2026, 11, 20, tzinfo=UTC), 7, self.differences)

    def would_replace(self) -> str | None:
        """As the test says."""
        return self.there

    def load(self, path: Path, _report: Report) -> None:
        """Keeps it."""
        self.calls.append(("load", path.name))


@pytest.fixture
def shelved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelved:
    """What the embedded target saves with, in a home that holds nothing."""
    made = Shelved()
    monkeypatch.setenv("FINPULSE_HOME", str(tmp_path))
    monkeypatch.setenv("FINPULSE_TARGET", "embedded")
    monkeypatch.setattr(TARGET, lambda *_arguments: made)
    return made


@pytest.fixture
def call(shelved: Shelved) -> Call:  # noqa: ARG001 - every call is about these
    """Runs a command and gives its exit code."""

    def run_command(*arguments: str) -> int:
        with pytest.raises(SystemExit) as caught:
            run(arguments)
        code = caught.value.code
        return code if isinstance(code, int) else 0

    return run_command


def test_a_name_lies_on_the_shelf_and_a_path_where_it_says() -> None:
    shelf = Path("/home/snapshots")

    assert snapshot_path("before", shelf) == shelf / "before.finpulse"
    assert snapshot_path("./before", shelf) == Path("before")
    assert snapshot_path("before.finpulse", shelf) == Path("before.finpulse")


def test_save_list_and_delete(call: Call, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("snapshot", "list") == 0
    assert "finpulse snapshot save NAME" in capsys.readouterr().err

    assert call("snapshot", "save", "before", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["file"] == str(tmp_path / "snapshots" / "before.finpulse")
    assert told["saved_at"] == "2026-11-20T00:00:00.000Z"

    assert call("snapshot", "list", "--json") == 0
    [row] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (row["name"], row["bytes"]) == ("before", 4)
    assert call("snapshot", "list") == 0
    assert "before" in capsys.readouterr().out

    assert call("snapshot", "delete", "before") == 2
    assert "--yes" in capsys.readouterr().err
    assert call("snapshot", "delete", "before", "--yes") == 0
    assert call("snapshot", "delete", "before", "--yes") == 4


def test_saving_replaces_no_file_without_a_yes(
    call: Call, shelved: Shelved, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("snapshot", "save", "before") == 0
    assert call("snapshot", "save", "before") == 2
    assert "there already" in capsys.readouterr().err
    assert call("snapshot", "save", "before", "--yes") == 0
    assert shelved.calls == [("save", "before.finpulse")] * 2


def test_loading_names_the_sandbox_that_it_would_delete(
    call: Call, shelved: Shelved, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("snapshot", "load", "before") == 0
    shelved.there = "/somewhere/embedded"
    assert call("snapshot", "load", "before") == 2
    assert "/somewhere/embedded" in capsys.readouterr().err
    assert call("snapshot", "load", "before", "--yes", "--json") == 0
    assert json.loads(capsys.readouterr().out)["differences"] == []
    assert shelved.calls == [("load", "before.finpulse")] * 2


def test_a_file_of_another_stack_is_refused_with_what_differs(
    call: Call, shelved: Shelved, capsys: pytest.CaptureFixture[str]
) -> None:
    shelved.differences = [f"terraform/{number}.tf differs" for number in range(20)]
    shelved.there = "/somewhere/embedded"

    assert call("snapshot", "load", "./x.finpulse", "--yes") == 1
    shown = capsys.readouterr().err
    assert "terraform/0.tf differs" in shown
    assert "and 8 more" in shown
    assert "--force" in shown
    assert shelved.calls == []
    assert call("snapshot", "load", "./x.finpulse", "--yes", "--force") == 0
    assert shelved.calls == [("load", "x.finpulse")]


def test_up_from_a_file_loads_it_first(
    call: Call, shelved: Shelved, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def provision(*_arguments: object, **_options: bool) -> StackOutputs:
        shelved.calls.append(("up", ""))
        return StackOutputs.parse(OUTPUTS)

    monkeypatch.setattr("finpulse_cli.commands.up.provision", provision)

    assert call("up", "--from", "before") == 0
    assert shelved.calls == [("load", "before.finpulse"), ("up", "")]
    assert call("up", "--from", "before", "--from-scratch") == 2
    shelved.there = "/somewhere/embedded"
    capsys.readouterr()
    assert call("up", "--from", "before") == 2
    assert "up --from before --yes" in capsys.readouterr().err
    assert call("up", "--from", "before", "--yes") == 0


def test_other_targets_have_no_such_file(call: Call, shelved: Shelved, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("snapshot", "save", "before", "--target", "localstack") == 2
    assert "embedded target" in capsys.readouterr().err
    assert shelved.calls == []
