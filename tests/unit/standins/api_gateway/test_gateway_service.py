"""The gateway as a process of a target."""

from __future__ import annotations

import json
import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from finpulse_cli.core.paths import Project, TargetHome
from finpulse_cli.daemon.probe import get
from finpulse_cli.daemon.process import kill, running
from finpulse_cli.daemon.service import Service, ensure_running, halt
from finpulse_cli.processes.__main__ import run
from finpulse_cli.standins.api_gateway.gateway_service import base_url, gateway_service
from tests.outside import PYTHON
from tests.ports import own_ports

pytestmark = pytest.mark.starts_programs(PYTHON)
PROJECT = Path(__file__).resolve().parents[4]
PORT = own_ports(1)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """The gateway of a target that is not provisioned; it is gone afterwards."""
    home = TargetHome(tmp_path / "embedded")
    home.root.mkdir()
    made = gateway_service(Project(PROJECT), home, os.environ, PORT)
    yield made
    record = running(made.launch.pid_file)
    if record is not None:
        kill(record)


def test_it_starts_answers_and_ends_in_good_order(service: Service) -> None:
    said: list[str] = []

    assert ensure_running(service, said.append)
    assert said == [f"the API gateway started on port {PORT}"]
    assert service.state()[0]
    reply = get(f"{base_url(PORT)}/stats")
    assert reply is not None
    assert (reply.status, json.loads(reply.body)) == (
        503,
        {"message": "nothing is provisioned on this target: run `finpulse up`"},
    )
    assert halt(service, said.append, timeout_seconds=20) is True
    assert service.launch.log.read_text() == ""


def test_it_needs_no_credentials_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    launch = gateway_service(Project(PROJECT), TargetHome(tmp_path / "localstack"), os.environ, PORT).launch

    assert "secret" not in launch.environment.values()
    assert launch.environment["FINPULSE_TARGET"] == "localstack"
    assert launch.environment["FINPULSE_HOME"] == str(tmp_path)
    assert launch.port == PORT


def test_a_taken_port_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    before = signal.getsignal(signal.SIGTERM)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert run(["api-gateway", "--port", str(port)]) == 1

    assert f"port {port} cannot be opened" in capsys.readouterr().err
    assert signal.getsignal(signal.SIGTERM) == before
