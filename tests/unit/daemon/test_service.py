"""A background service: started when needed, refused on a foreign port, explained when it dies."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from finpulse_cli.core.errors import FailedError
from finpulse_cli.daemon.probe import get
from finpulse_cli.daemon.process import Launch, kill, running
from finpulse_cli.daemon.service import Service, ensure_running, halt, tail
from tests.outside import PYTHON

pytestmark = pytest.mark.starts_programs(PYTHON)
SERVER = ("-m", "http.server", "--bind", "127.0.0.1")


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def service(folder: Path, port: int, *arguments: str) -> Service:
    """An HTTP server (or whatever `arguments` make Python do) as a service."""
    command = (sys.executable, *(arguments or (*SERVER, str(port))))
    launch = Launch(command, {}, folder, folder / "server.log", folder / "server.pid", port)

    def check(timeout_seconds: float) -> str | None:
        return None if get(f"http://127.0.0.1:{port}/", timeout_seconds) else "it does not answer"

    return Service("the server", launch, check)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Service]:
    made = service(tmp_path, free_port())
    yield made
    record = running(made.launch.pid_file)
    if record is not None:
        kill(record)


def test_it_is_started_once_and_then_reused(server: Service) -> None:
    said: list[str] = []

    assert ensure_running(server, said.append) is True
    first = running(server.launch.pid_file)
    assert ensure_running(server, said.append) is False

    assert running(server.launch.pid_file) == first
    assert said == [f"the server started on port {server.launch.port}"]
    assert server.state()[0] is True


def test_after_a_halt_it_is_not_running(server: Service) -> None:
    ensure_running(server, lambda _line: None)

    assert halt(server, lambda _line: None, timeout_seconds=20) is True
    assert server.state() == (False, "not running")
    assert halt(server, lambda _line: None, timeout_seconds=20) is None


def test_one_that_was_killed_is_started_again(server: Service) -> None:
    ensure_running(server, lambda _line: None)
    record = running(server.launch.pid_file)
    assert record is not None
    kill(record)

    assert ensure_running(server, lambda _line: None) is True


def test_a_port_of_somebody_else_names_a_free_one(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()

        with pytest.raises(FailedError, match="taken by another program") as caught:
            ensure_running(service(tmp_path, other.getsockname()[1]), lambda _line: None)

    assert "finpulse up --port" in (caught.value.next_action or "")


def test_one_that_dies_at_once_shows_the_end_of_its_log(tmp_path: Path) -> None:
    broken = service(tmp_path, free_port(), "-c", "raise SystemExit('no such thing')")

    with pytest.raises(FailedError, match="no such thing") as caught:
        ensure_running(broken, lambda _line: None)

    assert str(broken.launch.log) in (caught.value.next_action or "")
    assert not broken.launch.pid_file.exists()


def test_the_tail_of_a_log_that_is_not_there_says_so(tmp_path: Path) -> None:
    assert "empty" in tail(tmp_path / "none.log")


def test_a_process_without_a_port_is_a_service_too(tmp_path: Path) -> None:
    program = "import pathlib, threading; pathlib.Path('ready').touch(); threading.Event().wait()"
    launch = Launch((sys.executable, "-c", program), {}, tmp_path, tmp_path / "worker.log", tmp_path / "worker.pid")
    worker = Service(
        "the worker", launch, lambda _timeout: None if (tmp_path / "ready").exists() else "it is not ready"
    )
    said: list[str] = []

    assert ensure_running(worker, said.append) is True
    assert ensure_running(worker, said.append) is False
    record = running(launch.pid_file)
    assert record is not None
    assert worker.state() == (True, f"pid {record.pid}, since {record.started_at}")
    (tmp_path / "ready").unlink()
    assert worker.state() == (False, f"it is not ready (pid {record.pid})")
    assert halt(worker, said.append, timeout_seconds=20) is True
    assert said == ["the worker started", "the worker stopped"]
