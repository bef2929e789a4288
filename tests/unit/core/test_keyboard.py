"""Keys, from a terminal of the test's own."""

from __future__ import annotations

import io
import os
import pty
import select
import signal
import subprocess
import sys
import termios
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.keyboard import RIGHT, Keyboard, NoKeys, has_keyboard, keys_in, open_keyboard
from tests.outside import PYTHON

if TYPE_CHECKING:
    from collections.abc import Iterator

TIMEOUT_SECONDS = 30
PROGRAM = """
import fcntl, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
from finpulse_cli.core.keyboard import open_keyboard
try:
    with open_keyboard(sys.stdin) as keys:
        print("ready", flush=True)
        while (key := keys.wait(0.2)) != "q":
            if key:
                print(f"<{key}>", flush=True)
            if key == "x":
                raise ValueError("broken")
except KeyboardInterrupt:
    print("interrupted", flush=True)
print("over", flush=True)
"""


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        (b"", []),
        (b" n+", [" ", "n", "+"]),
        (b"\x1b[C", [RIGHT]),
        (b"\x1bOCq", [RIGHT, "q"]),
        (b"\x1b[1;5Cn", ["\x1b[1;5C", "n"]),
        (b"\x1b", ["\x1b"]),
        (b"\xff", ["\ufffd"]),
    ],
)
def test_what_a_terminal_sends_is_read_key_by_key(typed: bytes, keys: list[str]) -> None:
    assert keys_in(typed) == keys


def test_without_a_terminal_time_passes_and_nobody_presses_anything() -> None:
    slept: list[float] = []
    assert NoKeys(slept.append).wait(3) is None  # type: ignore[func-returns-value]
    assert slept == [3]
    assert not has_keyboard(io.StringIO())
    with open_keyboard(io.StringIO()) as keys:
        assert isinstance(keys, NoKeys)


def test_a_terminal_that_is_gone_sends_no_keys_for_ever() -> None:
    reading, writing = os.pipe()
    os.write(writing, b"n ")
    os.close(writing)
    keys = Keyboard(reading)
    assert [keys.wait(1), keys.wait(0), keys.wait(0), keys.wait(0)] == ["n", " ", None, None]
    os.close(reading)


@dataclass
class Terminal:
    """A program that runs in a terminal, from outside."""

    process: subprocess.Popen[bytes]
    master: int
    slave: int
    shown: str = ""

    def type(self, keys: bytes) -> None:
        os.write(self.master, keys)

    def until(self, text: str) -> None:
        while text not in self.shown:
            ready, _, _ = select.select([self.master], [], [], TIMEOUT_SECONDS)
            assert ready, self.shown
            self.shown += os.read(self.master, 1024).decode()

    @property
    def mode(self) -> int:
        """Whether it echoes and whether it waits for whole lines."""
        local: int = termios.tcgetattr(self.slave)[3]
        return local & (termios.ECHO | termios.ICANON)


@contextmanager
def terminal() -> Iterator[Terminal]:
    master, slave = pty.openpty()
    command = [sys.executable, "-c", PROGRAM]
    with subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, start_new_session=True) as process:
        try:
            yield Terminal(process, master, slave)
        finally:
            process.kill()
    os.close(master)
    os.close(slave)


@pytest.mark.starts_programs(PYTHON)
@pytest.mark.parametrize(
    ("last", "shown"),
    [(b"q", "over"), (b"\x03", "interrupted"), (b"x", "ValueError: broken")],
    ids=["its own end", "Ctrl-C", "an error"],
)
def test_keys_come_at_once_and_the_terminal_is_as_before(last: bytes, shown: str) -> None:
    with terminal() as running:
        before = running.mode
        assert before
        running.until("ready")
        assert running.mode == 0
        running.type(b" \x1b[C")
        running.until("<right>")
        assert "< >" in running.shown
        running.type(last)
        running.until(shown)
        assert running.mode == before


@pytest.mark.starts_programs(PYTHON)
def test_a_signal_to_end_leaves_the_terminal_as_before() -> None:
    with terminal() as running:
        before = running.mode
        running.until("ready")
        running.process.terminate()
        assert running.process.wait(TIMEOUT_SECONDS) == 128 + signal.SIGTERM
        assert running.mode == before
