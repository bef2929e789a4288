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
COMMAND = [sys.executable, "-m", "finpulse_cli.processes", "quote-server"]
PROJECT = Path(__file__).resolve().parents[3]


@pytest.fixture
def stand_in() -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A running stand-in, and its port."""
    with subprocess.Popen(
        [*COMMAND, "--port", "0", "--fixture", "calm"], cwd=PROJECT, stderr=subprocess.PIPE, text=True
    ) as process:
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
def test_it_plays_both_providers_until_it_is_told_to_stop(
    stand_in: tuple[subprocess.Popen[str], int], number: signal.Signals
) -> None:
    process, port = stand_in
    unknown = "/query?function=GLOBAL_QUOTE&symbol=NOPE&apikey=k"
    assert _get(port, unknown) == {"Global Quote": {}}
    quote = _get(port, "/api/v1/quote?symbol=AAPL&token=k")
    assert isinstance(quote, dict)
    assert quote["c"] > 0
    process.send_signal(number)
    assert process.wait(timeout=20) == 0
    assert process.stderr is not None
    assert "Traceback" not in process.stderr.read()


@pytest.mark.usefixtures("kept_signals")
@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (["--fixture", "nonesuch"], 2, "There is no fixture called 'nonesuch'."),
        (["--port", "99999"], 1, "Port 99999 of 127.0.0.1 cannot be opened"),
    ],
)
def test_a_wrong_start_says_why_and_what_to_do(
    options: list[str], code: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["quote-server", "--port", "0", *options]) == code
    said, next_action, *rest = capsys.readouterr().err.splitlines()
    assert message in said
    assert next_action
    assert not rest


@pytest.mark.usefixtures("kept_signals")
def test_a_taken_port_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert run(["quote-server", "--port", str(port), "--fixture", "calm"]) == 1
    assert f"Port {port} of 127.0.0.1 cannot be opened" in capsys.readouterr().err


@pytest.fixture
def kept_signals() -> Iterator[None]:
    """The test run's own signal handlers, put back afterwards."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)
