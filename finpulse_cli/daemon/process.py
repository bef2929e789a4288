"""Background processes: started once, found again by a later command, stopped gracefully.

A process is known by its pid file. A pid alone proves nothing, since the system hands numbers out again; so the file
also keeps when the system says that the process began, and only a process with that same beginning is ours.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from finpulse_cli.core.clock import utc_now
from finpulse_cli.core.files import write_atomically
from finpulse_cli.core.wait import wait_until

NO_PORT = 0  # of a process that serves nothing; no server can be reached on this number


@dataclass(frozen=True, slots=True)
class ProcessRecord:
    """Contents of a pid file. `port` is NO_PORT for a process that serves nothing.

    `start_time` is when the process began, see `start_time`; None when it ended before anybody could ask.
    """

    pid: int
    port: int
    started_at: str
    start_time: float | None


@dataclass(frozen=True, slots=True)
class Launch:
    """How a background process is started; `port` is left out for one that serves nothing."""

    command: tuple[str, ...]
    environment: Mapping[str, str]
    folder: Path
    log: Path
    pid_file: Path
    port: int = NO_PORT


def spawn(launch: Launch) -> ProcessRecord:
    """Start the process in a session of its own, so that a Ctrl-C in the terminal does not reach it.

    Its output goes to `launch.log`; the log of the run before is kept beside it as `<log>.1`.
    """
    launch.log.parent.mkdir(parents=True, exist_ok=True)
    if launch.log.exists():
        launch.log.replace(launch.log.with_name(launch.log.name + ".1"))
    with launch.log.open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - a command of our own, see Launch
            launch.command,
            env=dict(launch.environment),
            cwd=launch.folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    # From here on the pid file stands for the process. Without a return code this object would complain, when it goes,
    # that its child is still running, which is the very intention.
    process.returncode = 0
    now = utc_now().isoformat(timespec="milliseconds").replace("+00:00", "Z")
    record = ProcessRecord(process.pid, launch.port, now, start_time(process.pid))
    _write(launch.pid_file, record)
    return record


def running(pid_file: Path) -> ProcessRecord | None:
    """Return the recorded process if it is still alive and still ours; a stale or damaged pid file is removed."""
    record = _read(pid_file)
    if record is not None and is_alive(record):
        return record
    pid_file.unlink(missing_ok=True)
    return None


def stop(pid_file: Path, timeout_seconds: float) -> bool:
    """Ask the recorded process to end and wait for it; kill its session when `timeout_seconds` have passed.

    Returns whether it ended by itself, which says nothing about what it saved. No process: True.
    """
    record = running(pid_file)
    if record is None:
        return True
    _signal(record.pid, signal.SIGTERM)
    graceful = wait_until(lambda: not is_alive(record), timeout_seconds)
    if not graceful:
        kill(record)
    pid_file.unlink(missing_ok=True)
    return graceful


def kill(record: ProcessRecord) -> None:
    """End a process of ours and its children at once, without giving it a chance to save anything."""
    try:
        os.killpg(record.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    wait_until(lambda: not is_alive(record), timeout_seconds=5)


def start_time(pid: int) -> float | None:
    """Return when process `pid` began, in seconds; None when there is none, or when it has ended but was not reaped.

    They count from the start of the system on Linux, from 1970 elsewhere: whichever does not change when the clock is
    set. On Linux psutil adds the time of the system's start, which does.
    """
    import psutil

    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        began = process.create_time()
    except psutil.Error:
        return None
    return round(began - psutil.boot_time(), 2) if psutil.LINUX else began


def is_alive(record: ProcessRecord) -> bool:
    """Tell whether the process that was recorded still runs; another one with its number is not it."""
    return record.start_time is not None and start_time(record.pid) == record.start_time


def _signal(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def _write(pid_file: Path, record: ProcessRecord) -> None:
    write_atomically(pid_file, json.dumps(asdict(record)) + "\n")


def _read(pid_file: Path) -> ProcessRecord | None:
    try:
        fields = json.loads(pid_file.read_text(encoding="utf-8"))
        return ProcessRecord(
            int(fields["pid"]), int(fields["port"]), str(fields["started_at"]), float(fields["start_time"])
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
