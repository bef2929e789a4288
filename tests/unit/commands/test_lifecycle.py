"""`up`, `down`, `status` and `doctor` as a user calls them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.commands import requirements
from finpulse_cli.core.errors import FailedError
from finpulse_cli.main import run
from finpulse_cli.stack.checks import Check
from finpulse_cli.stack.outputs import StackOutputs, save_outputs
from finpulse_cli.stack.target import ProcessHealth
from finpulse_cli.targets.embedded.emulator_lifecycle import EmulatorLifecycle
from finpulse_cli.targets.instance import Instance
from tests.ports import own_ports
from tests.unit.targets.outputs import OUTPUTS

if TYPE_CHECKING:
    from pathlib import Path

Call = Callable[..., int]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """FINPULSE_HOME, with a port remembered that nobody uses."""
    monkeypatch.setenv("FINPULSE_HOME", str(tmp_path))
    Instance(own_ports()).save(tmp_path / "embedded" / "instance.json")
    return tmp_path


@pytest.fixture
def call(home: Path) -> Call:  # noqa: ARG001 - every call happens in that home
    """Runs a command and gives its exit code."""

    def run_command(*arguments: str) -> int:
        with pytest.raises(SystemExit) as caught:
            run(arguments)
        code = caught.value.code
        return code if isinstance(code, int) else 0

    return run_command


def test_up_shows_what_runs_where_and_what_to_do_next(
    call: Call, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[dict[str, bool]] = []

    def provision(*_arguments: object, **options: bool) -> StackOutputs:
        asked.append(options)
        return StackOutputs.parse(OUTPUTS)

    monkeypatch.setattr("finpulse_cli.commands.up.provision", provision)
    monkeypatch.setattr(
        EmulatorLifecycle, "processes", lambda _self: [ProcessHealth("the emulator", True, "", "emulator.log")]
    )

    assert call("up", "--port", "4800") == 0

    shown = capsys.readouterr()
    for text in ("http://127.0.0.1:4800", "finpulse-quotes", "finpulse-live-prices", "emulator.log"):
        assert text in shown.out
    assert "finpulse replay" in shown.err
    assert call("up", "--port", "4800", "--repair") == 0
    assert call("up", "--port", "4800", "--from-scratch") == 0
    assert asked == [
        {"repair": False, "from_scratch": False},
        {"repair": True, "from_scratch": False},
        {"repair": False, "from_scratch": True},
    ]


@pytest.mark.parametrize("port", ["80", "65534", "many"])
def test_up_refuses_a_port_that_cannot_be(port: str, call: Call) -> None:
    assert call("up", "--port", port) == 2


def test_status_of_a_target_that_is_down_ends_with_1_and_parses(call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("status", "--json") == 1

    shown = capsys.readouterr()
    assert json.loads(shown.out)["healthy"] is False
    assert "finpulse up" in shown.err


def test_status_shows_parts_capabilities_and_logs(call: Call, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("status") == 1

    shown = "".join(capsys.readouterr().out.split())
    assert "theemulatorDOWNnotrunning" in shown
    assert "SNSe-mailyes" in shown
    assert str(home / "embedded" / "ministack.log") in shown


def test_status_shows_the_token_only_when_asked_to(
    call: Call, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    save_outputs(home / "embedded" / "outputs.json", OUTPUTS)
    monkeypatch.setattr("finpulse_cli.commands.status.query_token", lambda *_arguments: "the-token")

    assert call("status", "--show-token") == 0
    assert capsys.readouterr().out == "the-token\n"
    assert call("status", "--show-token", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"token": "the-token"}
    call("status")
    shown = capsys.readouterr()
    assert "the-token" not in shown.out + shown.err


def test_doctor_ends_with_4_when_something_is_missing(
    call: Call, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    checks = [Check("python", True, "3.11.7"), Check("terraform", False, "not on PATH", "install it")]
    monkeypatch.setattr("finpulse_cli.commands.doctor.check_machine", lambda _machine: checks)

    assert call("doctor") == 4
    assert "install it" in capsys.readouterr().out
    assert call("doctor", "--json") == 4
    assert [json.loads(line)["ok"] for line in capsys.readouterr().out.splitlines()] == [True, False]


def test_doctor_does_not_mind_what_is_only_useful(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    checks = [Check("docker", False, "not installed", "not needed", required=False)]
    monkeypatch.setattr("finpulse_cli.commands.doctor.check_machine", lambda _machine: checks)

    assert call("doctor") == 0


def test_doctor_checks_the_port_the_target_will_use(
    call: Call, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(requirements, "registry_answers", lambda _environ: True)
    monkeypatch.setenv("PATH", str(home))  # with none of the programs that it looks for
    remembered = Instance.load(home / "embedded" / "instance.json")
    assert remembered is not None

    call("doctor", "--json")

    names = [json.loads(line)["name"] for line in capsys.readouterr().out.splitlines()]
    assert f"ports {remembered.port} to {remembered.port + 2}" in names


def test_down_keeps_the_state(call: Call, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("down") == 0
    assert (home / "embedded" / "instance.json").exists()
    assert "state kept" in capsys.readouterr().err


def test_down_ends_with_1_when_state_was_lost(
    call: Call, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*_arguments: object) -> None:
        raise FailedError("athena could not be saved", "run `finpulse up`")

    monkeypatch.setattr(EmulatorLifecycle, "stop", stop)
    (home / "current").write_text("embedded\n")

    assert call("down") == 1

    shown = capsys.readouterr().err
    assert "athena could not be saved" in shown
    assert "state kept" not in shown
    assert not (home / "current").exists()


def test_purge_without_a_terminal_needs_a_yes(call: Call, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("down", "--purge") == 2
    assert (home / "embedded").is_dir()
    assert "finpulse down --purge --yes" in capsys.readouterr().err

    assert call("down", "--purge", "--yes") == 0
    assert not (home / "embedded").exists()


def test_nothing_to_stop_is_no_error(call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    call("down", "--purge", "--yes")

    assert call("down") == 0
    assert "nothing to stop" in capsys.readouterr().err
