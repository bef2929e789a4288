"""The stand-in as a process: its start line, its errors and its end."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.processes.__main__ import run

if TYPE_CHECKING:
    from collections.abc import Iterator
from tests.outside import PYTHON

pytestmark = pytest.mark.starts_programs(PYTHON)
COMMAND = [sys.executable, "-m", "finpulse_cli.processes", "alpha-vantage"]
PROJECT = Path(__file__).resolve().parents[3]


@pytest.fixture
def stand_in(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A running stand-in with faults of both notations, and its port."""
    faults = tmp_path / "faults.json"
    faults.write_text('{"MSFT": "note"}')
    options = ["--port", "0", "--fixture", "calm", "--fault", "AAPL=empty", "--faults", str(faults)]
    with subprocess.Popen([*COMMAND, *options], cwd=PROJECT, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.fullmatch(r"Stand-in quotes on http://127\.0\.0\.1:(\d+) from calm\.\n", line)
        assert found, line
        try:
            yield process, int(found[1])
        finally:
            process.kill()


def _get(port: int, path: str) -> object:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path)
        return json.load(connection.getresponse())
    finally:
        connection.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_with_its_faults_until_it_is_told_to_stop(
    stand_in: tuple[subprocess.Popen[str], int], number: signal.Signals
) -> None:
    process, port = stand_in
    assert _get(port, "/query?function=GLOBAL_QUOTE&symbol=AAPL&apikey=k") == {"Global Quote": {}}
    note = _get(port, "/query?function=GLOBAL_QUOTE&symbol=MSFT&apikey=k")
    assert isinstance(note, dict)
    assert note.keys() == {"Note"}
    process.send_signal(number)
    assert process.wait(timeout=20) == 0
    assert process.stderr is not None
    assert "Traceback" not in process.stderr.read()


@pytest.mark.usefixtures("kept_signals")
@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (["--fixture", "nonesuch"], 2, "There is no fixture called 'nonesuch'."),
        (["--fault", "TSLA=explode"], 2, "There is no fault called 'explode'."),
        (["--faults", "nonesuch.json"], 2, "nonesuch.json cannot be read"),
        (["--port", "99999"], 1, "Port 99999 of 127.0.0.1 cannot be opened"),
    ],
)
def test_a_wrong_start_says_why_and_what_to_do(
    options: list[str], code: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["alpha-vantage", "--port", "0", *options]) == code
    said, next_action, *rest = capsys.readouterr().err.splitlines()
    assert message in said
    assert next_action
    assert not rest


@pytest.mark.usefixtures("kept_signals")
def test_a_taken_port_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert run(["alpha-vantage", "--port", str(port), "--fixture", "calm"]) == 1
    assert f"Port {port} of 127.0.0.1 cannot be opened" in capsys.readouterr().err


@pytest.mark.usefixtures("kept_signals")
def test_faults_that_are_no_object_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "faults.json").write_text("[]")
    assert run(["alpha-vantage", "--port", "0", "--fixture", "calm", "--faults", str(tmp_path / "faults.json")]) == 2
    assert "holds no JSON object" in capsys.readouterr().err


@pytest.fixture
def kept_signals() -> Iterator[None]:
    """The test run's own signal handlers, put back afterwards."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)
