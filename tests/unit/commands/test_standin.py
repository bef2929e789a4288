"""`finpulse standin` as a user starts it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from http.client import HTTPConnection
from typing import TYPE_CHECKING

import pytest

from tests.outside import PYTHON

if TYPE_CHECKING:
    from pathlib import Path

FINPULSE = [sys.executable, "-m", "finpulse_cli", "standin"]


def asked(port: int, path: str) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path, headers={"X-Finnhub-Token": "k"})
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


@pytest.mark.starts_programs(PYTHON)
def test_it_plays_providers_with_limits_faults_and_replies_until_it_is_told_to_stop(tmp_path: Path) -> None:
    word = tmp_path / "word.json"
    word.write_text('{"said": "word for word"}')
    options = ["calm", "--port", "0", "--throttle", "3/day", "--errors", "AAPL=empty", "--reply", f"TSLA={word}"]
    with subprocess.Popen([*FINPULSE, *options, "--latency", "1ms-2ms"], stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        lines = iter(process.stderr.readline, "")
        port = next(int(line.split(":")[2].split()[0]) for line in lines if "Stand-in quotes on" in line)
        query = "/query?function=GLOBAL_QUOTE&apikey=k&symbol="
        assert asked(port, f"{query}AAPL") == (200, '{\n    "Global Quote": {}\n}\n')
        assert json.loads(asked(port, f"{query}TSLA")[1]) == {"said": "word for word"}
        assert "MSFT" in asked(port, f"{query}MSFT")[1]
        assert "rate limit is 3 requests per day" in asked(port, f"{query}MSFT")[1]
        assert asked(port, "/api/v1/quote?symbol=MSFT")[0] == 200  # it counts for itself
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0


@pytest.mark.starts_programs(PYTHON)
@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--errors", "explode"], "no fault called 'explode'"),
        (["--throttle", "many"], "no limit on requests"),
        (["--latency", "slow"], "no latency"),
        (["--reply", "nonesuch.json"], "cannot be read"),
        (["nonesuch"], "no fixture called 'nonesuch'"),
    ],
)
def test_what_cannot_be_read_is_a_wrong_call(options: list[str], words: str) -> None:
    done = subprocess.run([*FINPULSE, "--port", "0", *options], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert words in " ".join(done.stderr.split())
    assert "next:" in done.stderr
