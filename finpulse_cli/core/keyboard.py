"""Single keys from the terminal that a command runs in."""

from __future__ import annotations

import os
import re
import select
import signal
import sys
import termios
import time
import tty
from collections.abc import Callable
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Protocol, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator

Handler = Callable[[int, FrameType | None], object]
RIGHT = "right"
# the arrow as terminals send it in their two modes; any other sequence is one unknown key
_KEY = re.compile(rb"\x1b(?:[\[O][0-9;]*[A-Za-z~]?)?|.", re.DOTALL)
_NAMES = {b"\x1b[C": RIGHT, b"\x1bOC": RIGHT}
_READ_BYTES = 64


class Keys(Protocol):
    """Where keys come from."""

    def wait(self, seconds: float) -> str | None:
        """Return the next key that is pressed within so many seconds, 0 only looks; None when none is."""


class NoKeys:
    """No keyboard: time passes, and nobody presses anything."""

    def __init__(self, sleep: Callable[[float], None] = time.sleep) -> None:
        self._sleep = sleep

    def wait(self, seconds: float) -> None:
        """Let the time pass."""
        self._sleep(seconds)


class Keyboard:
    """Reads the terminal behind a file descriptor, which must be in cbreak mode."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._pressed: list[str] = []
        self._is_open = True

    def wait(self, seconds: float) -> str | None:
        """See `Keys`."""
        if not self._pressed and not self._is_open:
            time.sleep(seconds)
        elif not self._pressed and select.select([self._descriptor], [], [], seconds)[0]:
            self._read()
        return self._pressed.pop(0) if self._pressed else None

    def _read(self) -> None:
        try:
            found = os.read(self._descriptor, _READ_BYTES)
        except OSError:  # the terminal is gone
            found = b""
        self._is_open = bool(found)
        self._pressed += keys_in(found)


def keys_in(typed: bytes) -> list[str]:
    """Return the keys in what a terminal sent: a character each, RIGHT for the arrow."""
    return [_NAMES.get(key) or key.decode(errors="replace") for key in _KEY.findall(typed)]


def has_keyboard(stream: TextIO) -> bool:
    """Return whether keys can be read: `stream` is a terminal, and this process is in its foreground."""
    try:
        return stream.isatty() and os.tcgetpgrp(stream.fileno()) == os.getpgrp()
    except (OSError, ValueError):  # closed, or without a descriptor
        return False


@contextmanager
def open_keyboard(stream: TextIO) -> Iterator[Keys]:
    """Read keys as they are pressed, without their echo; where there is no keyboard, none ever is.

    The terminal is as before on every way out: an error, Ctrl-C, a signal to end. Coming back from Ctrl-Z, keys go on.
    """
    if not has_keyboard(stream):
        yield NoKeys()
        return
    descriptor = stream.fileno()
    before = termios.tcgetattr(descriptor)

    def resume(*_: object) -> None:
        if has_keyboard(stream):
            tty.setcbreak(descriptor, termios.TCSANOW)

    handlers: dict[signal.Signals, Handler] = {signal.SIGTERM: _exit, signal.SIGHUP: _exit, signal.SIGCONT: resume}
    previous = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        resume()
        yield Keyboard(descriptor)
    finally:
        termios.tcsetattr(descriptor, termios.TCSANOW, before)
        for number, handler in previous.items():
            signal.signal(number, handler)


def _exit(number: int, _frame: object) -> None:
    """Leave as a shell tells of a signal, by way of every `finally`."""
    sys.exit(128 + number)
