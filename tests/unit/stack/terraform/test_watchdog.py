"""Terraform is ended when what it talks to is gone, and left alone otherwise. Real processes, no Terraform."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading

import pytest

from finpulse_cli.stack.terraform.watchdog import ending_with
from tests.outside import PYTHON

pytestmark = pytest.mark.starts_programs(PYTHON)
WAITS = "import signal, sys, threading\n{heed}\nprint('ready', flush=True)\nthreading.Event().wait()\n"


def waiting(heed: str) -> subprocess.Popen[str]:
    """A process in a group of its own that would wait for ever; `heed` is what it does about an interrupt."""
    command = [sys.executable, "-c", WAITS.format(heed=heed)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def test_a_process_whose_target_is_gone_is_interrupted() -> None:
    heeds = "signal.signal(signal.SIGINT, lambda *_: sys.exit(7))"
    with waiting(heeds) as process, ending_with(process, lambda: False):
        assert process.wait(timeout=30) == 7


def test_one_that_does_not_heed_it_is_killed() -> None:
    ignores = "signal.signal(signal.SIGINT, signal.SIG_IGN)"
    with waiting(ignores) as process, ending_with(process, lambda: False, grace_seconds=0.01):
        assert process.wait(timeout=30) == -signal.SIGKILL


def test_a_process_whose_target_lives_is_left_alone() -> None:
    asked = threading.Semaphore(0)

    def is_alive() -> bool:
        asked.release()
        return True

    with waiting("") as process:
        with ending_with(process, is_alive, look_seconds=0.001):
            for _ in range(3):
                assert asked.acquire(timeout=30)
            assert process.poll() is None
        process.kill()


@pytest.mark.parametrize("alive", [True, False])
def test_the_watch_ends_with_the_block(alive: bool) -> None:
    before = threading.active_count()
    command = [sys.executable, "-c", ""]
    with subprocess.Popen(command, text=True, start_new_session=True) as process, ending_with(process, lambda: alive):
        process.wait(timeout=30)
    assert threading.active_count() == before
