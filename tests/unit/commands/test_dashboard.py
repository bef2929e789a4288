"""`finpulse dashboard` as a user calls it, without Node and without a stack."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from finpulse_cli.commands import dashboard as module
from finpulse_cli.core.paths import Project
from finpulse_cli.main import run
from finpulse_cli.stack.outputs import StackOutputs, save_outputs
from finpulse_cli.targets.instance import Instance
from finpulse_cli.web.dashboard_service import answers
from finpulse_cli.web.server import DashboardServer
from tests.outside import PYTHON
from tests.ports import own_ports
from tests.unit.targets.outputs import OUTPUTS
from tests.unit.web.pages import built

pytestmark = pytest.mark.starts_programs(PYTHON)
Call = Callable[..., int]


@pytest.fixture
def port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """The dashboard's port of a stack that is provisioned, with a page that is built."""
    emulator = own_ports()
    monkeypatch.setenv("FINPULSE_HOME", str(tmp_path))
    Instance(emulator).save(tmp_path / "embedded" / "instance.json")
    save_outputs(tmp_path / "embedded" / "outputs.json", OUTPUTS)
    built(tmp_path)
    monkeypatch.setattr(Project, "frontend_dir", property(lambda _self: tmp_path))
    monkeypatch.setattr(module, "provisioned", lambda *_arguments: StackOutputs.parse(OUTPUTS))
    monkeypatch.setattr(module, "require_let_in", lambda *_arguments: None)
    monkeypatch.setattr(module, "open_page", lambda *_arguments: False)
    return emulator + 2


@pytest.fixture
def call(port: int) -> Iterator[Call]:  # noqa: ARG001 - every call is about that stack
    """Runs a command and gives its exit code; what it started is gone afterwards."""

    def run_command(*arguments: str) -> int:
        with pytest.raises(SystemExit) as caught:
            run(arguments)
        code = caught.value.code
        return code if isinstance(code, int) else 0

    yield run_command
    run_command("down", "--purge", "--yes")


def test_it_serves_and_says_where(
    call: Call, port: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    served: list[int] = []

    def serve(server: DashboardServer) -> None:
        with server:
            served.append(server.server_port)

    monkeypatch.setattr(module, "serve_until_told", serve)

    assert call("dashboard", "--no-build") == 0

    shown = capsys.readouterr()
    assert served == [port]
    assert shown.out == f"http://127.0.0.1:{port}/\n"
    assert "Ctrl-C" in shown.err


def test_in_the_background_it_lasts_until_down(call: Call, port: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("dashboard", "--no-build", "--background", "--no-open", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"url": f"http://127.0.0.1:{port}/"}
    assert answers(port)

    assert call("dashboard", "--no-build", "--no-open") == 0  # it is there already
    shown = capsys.readouterr()
    assert f"127.0.0.1:{port}" in shown.out
    assert "in the background" in shown.err

    call("status")
    assert f"port {port}" in capsys.readouterr().out

    assert call("down") == 0
    assert "the dashboard stopped" in capsys.readouterr().err
    assert not answers(port)


def test_a_taken_port_names_another_and_how_to_use_it(
    call: Call, port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", port))
        other.listen()

        assert call("dashboard", "--no-build") == 1

    shown = capsys.readouterr().err
    assert f"port {port} is taken" in shown
    assert "TF_VAR_cors_origins=" in shown


def test_without_a_build_it_says_how_to_have_one(
    call: Call, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "dist" / "index.html").unlink()

    assert call("dashboard", "--no-build") == 4
    assert "without --no-build" in capsys.readouterr().err
