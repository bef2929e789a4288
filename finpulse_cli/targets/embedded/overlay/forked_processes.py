"""Python functions whose processes are forked from one that has the SDK loaded, see `zygote`.

MiniStack starts a Python for each function, and each loads the SDK and its descriptions of services: 41 MB and half a
second, of which a fork shares most. Where a function brings what the zygote has loaded already, or would have a Python
of other settings, it is started as before, and so is everything where the system cannot fork safely or name a
process by a descriptor: anywhere but on Linux.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finpulse_cli.targets.embedded.overlay import zygote

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_BROUGHT = ("boto3", "botocore", "s3transfer", "urllib3", "dateutil", "jmespath")
_OTHER_SDK = ("AWS_CONFIG_FILE", "AWS_DATA_PATH", "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "_LAMBDA_LAYERS_DIRS")


class ForkedProcess:
    """The part of `subprocess.Popen` that MiniStack uses of a function's process."""

    def __init__(self, pid: int, descriptor: int, streams: Sequence[int]) -> None:
        self.pid = pid
        self._descriptor = descriptor
        self.returncode: int | None = None
        self.stdin = os.fdopen(streams[0], "w", encoding="utf-8", buffering=1)
        self.stdout = os.fdopen(streams[1], encoding="utf-8")
        self.stderr = os.fdopen(streams[2], encoding="utf-8")

    def __del__(self) -> None:
        os.close(self._descriptor)

    def poll(self) -> int | None:
        """Return None while it runs; 0 when it has ended, however it did."""
        return self._ended(0)

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; raises `subprocess.TimeoutExpired`."""
        ended = self._ended(timeout)
        if ended is None:
            raise subprocess.TimeoutExpired(["function", str(self.pid)], timeout or 0)
        return ended

    def terminate(self) -> None:
        """Ask it to end."""
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self._signal(signal.SIGKILL)

    def _ended(self, timeout: float | None) -> int | None:
        if self.returncode is None:
            end = select.poll()
            end.register(self._descriptor, select.POLLIN)
            if end.poll(None if timeout is None else timeout * 1000):
                self.returncode = 0
        return self.returncode

    def _signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._descriptor, number)


class Zygote:
    """The process that is forked from, started again if it has ended."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = dict(environment)
        self._lock = threading.Lock()
        self._control: socket.socket | None = None

    def fork(self, script: str, folder: str, environment: Mapping[str, str]) -> ForkedProcess:
        """Return a new process that runs a script. Raises OSError where there is none."""
        ours, theirs = _pipes()
        request = json.dumps({"script": script, "folder": folder, "environment": dict(environment)}).encode()
        try:
            pid, descriptor = self._ask(request, theirs)
        except BaseException:
            for end in ours:
                os.close(end)
            raise
        finally:
            for end in theirs:
                os.close(end)
        return ForkedProcess(pid, descriptor, ours)

    def start(self) -> None:
        """Start it, so that it has loaded all by the time it is asked."""
        with self._lock:
            self._started()

    def stop(self) -> None:
        """Have it end; what it has become goes on."""
        with self._lock:
            self._end()

    def _ask(self, request: bytes, streams: Sequence[int]) -> tuple[int, int]:
        with self._lock:
            control = self._started()
            try:
                socket.send_fds(control, [request], streams)
                answer, descriptors, _, _ = socket.recv_fds(control, 32, 1)
            except OSError:
                answer, descriptors = b"", []
            if not answer:
                self._end()
        if not descriptors:
            raise ChildProcessError("the process that functions are forked from gave none")
        return int(answer), descriptors[0]

    def _end(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None

    def _started(self) -> socket.socket:
        if self._control is None:
            self._control, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with other:
                process = subprocess.Popen(  # noqa: S603 - our own module
                    [sys.executable, "-P", "-m", zygote.__name__, str(other.fileno())],
                    env={**self._environment, "MALLOC_ARENA_MAX": "1"},
                    pass_fds=[other.fileno()],
                    stdin=subprocess.DEVNULL,
                )
            # It ends when the other end of its socket does, and nobody waits for it.
            process.returncode = 0
        return self._control


class _Starts:
    """`subprocess` as MiniStack's module sees it, with a `Popen` that forks where that is as good."""

    def __init__(self, forked: Zygote) -> None:
        self._zygote = forked

    def __getattr__(self, name: str) -> Any:
        return getattr(subprocess, name)

    def Popen(self, arguments: Sequence[str], *, env: Mapping[str, str], cwd: str, **named: Any) -> Any:  # noqa: N802
        """Return a running process."""
        if may_be_forked(arguments, env, Path(cwd)):
            with suppress(OSError):
                return self._zygote.fork(arguments[1], cwd, env)
        return subprocess.Popen(arguments, env=dict(env), cwd=cwd, **named)  # noqa: S603 - as MiniStack would


def install() -> None:
    """Fork functions' processes from now on, where the system can."""
    if not _is_able():
        return
    forked = Zygote(os.environ)
    forked.start()
    runtime: Any = import_module("ministack.core.lambda_runtime")
    runtime.subprocess = _Starts(forked)


def may_be_forked(arguments: Sequence[str], environment: Mapping[str, str], code: Path) -> bool:
    """Return whether the script is one for this Python, and nothing of the function's is in the place of the SDK."""
    if len(arguments) != 2 or arguments[0] != sys.executable:
        return False
    settings = {*_OTHER_SDK, *(name for name in {*environment, *os.environ} if name.startswith(("PYTHON", "LD_")))}
    if any(environment.get(name) != os.environ.get(name) for name in settings):
        return False
    return not any((code / name).exists() or (code / f"{name}.py").exists() for name in _BROUGHT)


def _is_able() -> bool:
    if sys.platform != "linux":  # elsewhere the system's own libraries may not be used after a fork
        return False
    try:
        os.close(os.pidfd_open(os.getpid()))
    except OSError:  # an old kernel, or a container that forbids it
        return False
    return True


def _pipes() -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    """Return our ends and the process's of its stdin, stdout and stderr."""
    read_in, write_in = os.pipe()
    read_out, write_out = os.pipe()
    read_error, write_error = os.pipe()
    return (write_in, read_out, read_error), (read_in, write_out, write_error)
