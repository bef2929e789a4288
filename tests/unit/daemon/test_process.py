"""Background processes: found again, told from strangers, ended gracefully or not."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from finpulse_cli.core.wait import wait_until
from finpulse_cli.daemon.process import Launch, ProcessRecord, kill, running, spawn, start_time, stop
from tests.outside import PYTHON

pytestmark = pytest.mark.starts_programs(PYTHON)

# Says that its handlers are in place by writing a file; ends when told so, or never.
POLITE = """
import pathlib, signal, sys, threading
end = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: end.set())
pathlib.Path("ready").touch()
print("hello", flush=True)
end.wait()
pathlib.Path("saved").touch()
"""
STUBBORN = """
import pathlib, signal, threading
signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path("ready").touch()
threading.Event().wait()
"""


class Background:
    """Starts programs and takes care that none outlives the test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pid_file = folder / "program.pid"
        self.log = folder / "program.log"

    def start(self, program: str) -> ProcessRecord:
        """Start it and wait until it says that it is ready."""
        command = (sys.executable, "-c", program)
        record = spawn(Launch(command, {}, self.folder, self.log, self.pid_file, port=4321))
        assert wait_until((self.folder / "ready").exists, timeout_seconds=20)
        return record


@pytest.fixture
def background(tmp_path: Path) -> Iterator[Background]:
    program = Background(tmp_path)
    yield program
    record = running(program.pid_file)
    if record is not None:
        kill(record)


def test_a_process_is_found_again_by_its_pid_file(background: Background) -> None:
    record = background.start(POLITE)

    assert running(background.pid_file) == record
    assert record.port == 4321
    assert json.loads(background.pid_file.read_text())["started_at"].endswith("Z")


def test_it_runs_in_a_session_of_its_own(background: Background) -> None:
    record = background.start(POLITE)

    assert os.getsid(record.pid) == record.pid != os.getsid(0)


def test_stop_lets_it_save_its_state(background: Background) -> None:
    record = background.start(POLITE)

    assert stop(background.pid_file, timeout_seconds=20) is True

    assert (background.folder / "saved").exists()
    assert start_time(record.pid) is None
    assert not background.pid_file.exists()


def test_one_that_does_not_stop_is_killed(background: Background) -> None:
    record = background.start(STUBBORN)

    assert stop(background.pid_file, timeout_seconds=0) is False
    assert start_time(record.pid) is None


def test_stopping_what_does_not_run_is_no_error(tmp_path: Path) -> None:
    assert stop(tmp_path / "none.pid", timeout_seconds=0) is True


def test_a_dead_process_leaves_no_pid_file_behind(background: Background) -> None:
    record = background.start(POLITE)
    os.kill(record.pid, signal.SIGKILL)
    assert wait_until(lambda: start_time(record.pid) is None, timeout_seconds=20)

    assert running(background.pid_file) is None
    assert not background.pid_file.exists()


def test_a_stranger_with_the_same_pid_is_left_alone(background: Background) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as stranger:
        record = {"pid": stranger.pid, "port": 1, "started_at": "2026-11-20T14:31:00.000Z", "start_time": 0.5}
        background.pid_file.write_text(json.dumps(record))

        assert running(background.pid_file) is None
        assert stop(background.pid_file, timeout_seconds=0) is True
        assert stranger.poll() is None
        stranger.communicate(b"\n")


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"pid": "x"}'])
def test_a_damaged_pid_file_counts_as_none(text: str, background: Background) -> None:
    background.pid_file.write_text(text)

    assert running(background.pid_file) is None


def test_the_log_of_the_run_before_is_kept(background: Background) -> None:
    background.start(POLITE)
    stop(background.pid_file, timeout_seconds=20)
    (background.folder / "ready").unlink()
    background.start(STUBBORN)

    assert background.log.read_text() == ""
    assert background.log.with_name("program.log.1").read_text() == "hello\n"
