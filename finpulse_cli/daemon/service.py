"""A background process with a health check: make sure that it runs, ask how it is, end it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import FailedError, act
from finpulse_cli.core.wait import wait_until
from finpulse_cli.daemon.probe import free_ports, port_is_free
from finpulse_cli.daemon.process import NO_PORT, Launch, is_alive, running, spawn, stop

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from finpulse_cli.core.console import Report

_ANSWER_TIMEOUT_SECONDS = 10.0
_START_TIMEOUT_SECONDS = 120.0  # a large state on a busy machine; one that ends is seen at once
_PORT_TIMEOUT_SECONDS = 2.0
_TAIL_LINES = 5


@dataclass(frozen=True, slots=True)
class Service:
    """`check` says what is wrong with the process, or None; it waits some seconds at most.

    One that serves a port is asked there; one that serves none (`launch.port` is NO_PORT) shows it otherwise.
    """

    name: str
    launch: Launch
    check: Callable[[float], str | None]

    def state(self) -> tuple[bool, str]:
        """Return whether it is well, and one line about it for people."""
        record = running(self.launch.pid_file)
        if record is None:
            return False, "not running"
        problem = self.check(2)
        if problem is not None:
            return False, f"{problem} ({', '.join([f'pid {record.pid}', *_port(record.port)])})"
        return True, ", ".join([*_port(record.port), f"pid {record.pid}", f"since {record.started_at}"])


def ensure_running(service: Service, report: Report) -> bool:
    """Start the process unless it runs and answers already; returns whether it was started.

    Raises FailedError when its port belongs to somebody else, or when it does not come up.
    """
    record = running(service.launch.pid_file)
    if record is not None:
        if record.port == service.launch.port and wait_until(lambda: _is_well(service), _ANSWER_TIMEOUT_SECONDS):
            return False
        report(f"{service.name} (pid {record.pid}) does not answer; starting it again")
        stop(service.launch.pid_file, _ANSWER_TIMEOUT_SECONDS)
    _start(service)
    report(" on ".join([f"{service.name} started", *_port(service.launch.port)]))
    return True


def require_free(port: int, user: str) -> None:
    """Wait for a port that `user` needs: a process that was just killed may hold it a moment longer than its pid.

    Raises FailedError when it is somebody else's.
    """
    if not wait_until(lambda: port_is_free(port), _PORT_TIMEOUT_SECONDS):
        raise FailedError(
            f"port {port}, which {user} needs, is taken by another program",
            act("run `{}`, or end that program", f"up --port {free_ports(port + 1)}"),
        )


def halt(service: Service, report: Report, timeout_seconds: float) -> bool | None:
    """End the process; None when it was not running, else whether it ended by itself."""
    if running(service.launch.pid_file) is None:
        return None
    graceful = stop(service.launch.pid_file, timeout_seconds)
    report(f"{service.name} stopped" if graceful else f"{service.name} did not stop by itself and was killed")
    return graceful


def tail(log: Path, lines: int = _TAIL_LINES) -> str:
    """Return the last lines of a log file, indented; a note when there are none."""
    try:
        text = log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:]
    except OSError:
        text = []
    return "\n".join(f"  {line}" for line in text) or "  (the log is empty)"


def _start(service: Service) -> None:
    launch = service.launch
    if launch.port != NO_PORT:
        require_free(launch.port, service.name)
    record = spawn(launch)

    wait_until(lambda: _is_well(service) or not is_alive(record), _START_TIMEOUT_SECONDS)
    if not is_alive(record):
        launch.pid_file.unlink(missing_ok=True)
        raise FailedError(f"{service.name} ended at once:\n{tail(launch.log)}", f"read {launch.log}")
    problem = service.check(2)
    if problem is not None:
        stop(launch.pid_file, _ANSWER_TIMEOUT_SECONDS)
        raise FailedError(f"{service.name} did not come up: {problem}\n{tail(launch.log)}", f"read {launch.log}")


def _port(port: int) -> list[str]:
    """Name the port; nothing for a process without one."""
    return [] if port == NO_PORT else [f"port {port}"]


def _is_well(service: Service) -> bool:
    return service.check(2) is None
