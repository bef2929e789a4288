"""Has the emulator inject faults, over a connection that is held as long as they are wanted."""

from __future__ import annotations

import http.client
import os
import signal
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from finpulse_cli.core.errors import FailedError, act
from finpulse_cli.core.wait import wait_until
from finpulse_cli.daemon.probe import LOOPBACK, ask
from finpulse_cli.daemon.process import is_alive, running
from finpulse_cli.stack.fault_injection import Faults, Injected
from finpulse_cli.targets.embedded.ministack import FAULTS_PATH, ROOT_HEADER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TIMEOUT_SECONDS = 10.0  # also until the emulator has noticed that an earlier connection was closed
_CONFLICT = 409


@dataclass(frozen=True, slots=True)
class EmulatorFaults:
    """Implements `stack.fault_injection.FaultInjector` and `Injection`.

    `root_key` opens the emulator on `port`, whose process `pid_file` names.
    """

    port: int
    root_key: str
    pid_file: Path

    @contextmanager
    def inject(self, faults: Faults) -> Iterator[EmulatorFaults]:
        """Inject them until the context is left, or this process ends."""
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=TIMEOUT_SECONDS)
        try:
            if not wait_until(lambda: self._begin(connection, faults), TIMEOUT_SECONDS):
                raise FailedError("faults of another replay are being injected", "wait for its end, or stop it")
            yield self
        finally:
            connection.close()

    def so_far(self) -> Injected:
        """Return what has been injected. Raises FailedError when the emulator does not answer."""
        reply = ask("GET", f"http://{LOOPBACK}:{self.port}{FAULTS_PATH}", TIMEOUT_SECONDS, self._headers)
        if reply is None or reply.status != http.client.OK:
            raise _unanswered()
        told: dict[str, Any] = reply.json_object()
        return Injected(**told)

    def kill(self) -> None:
        """Kill the emulator alone and not the functions' processes, as the system does that is short of memory."""
        process = running(self.pid_file)
        if process is None:
            raise FailedError("there is no emulator to kill", act("run `{}` first", "up"))
        os.kill(process.pid, signal.SIGKILL)
        if not wait_until(lambda: not is_alive(process), TIMEOUT_SECONDS):
            raise FailedError(f"the emulator (pid {process.pid}) cannot be killed", "see what holds it")

    def _begin(self, connection: http.client.HTTPConnection, faults: Faults) -> bool:
        """Ask for them; False while the emulator injects others. The answer is left open on purpose."""
        try:
            connection.request("POST", FAULTS_PATH, faults.to_json(), self._headers)
            answer = connection.getresponse()
            answer.readline()
        except OSError:
            raise _unanswered() from None
        if answer.status == _CONFLICT:
            connection.close()
            return False
        if answer.status != http.client.OK:
            raise _unanswered()
        return True

    @property
    def _headers(self) -> dict[str, str]:
        return {ROOT_HEADER: self.root_key}


def _unanswered() -> FailedError:
    return FailedError(
        "the emulator takes no faults", act("see how it is with `{}`; an old one wants `down` and `up`", "status")
    )
