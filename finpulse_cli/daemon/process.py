"""Background processes: started once, found again by a later command, stopped gracefully.

A process is known by its pid file. A pid alone proves nothing, since the system hands numbers out again; so the file
also keeps when the system says that the process began, and only a process with that same beginning is ours.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

NO_PORT = 0  # of a process that serves nothing; no server can be reached on this number
_PAUSE_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class ProcessRecord:
    """Contents of a pid file. `port` is NO_PORT for a process that serves nothing.

    `birth` is the system's own mark of when the process began; its form is not ours.
    """

    pid: int
    port: int
    started_at: str
    birth: str


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
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    record = ProcessRecord(process.pid, launch.port, now, birth(process.pid) or "")
    _write(launch.pid_file, record)
    return record


def running(pid_file: Path) -> ProcessRecord | None:
    """The recorded process if it is still alive and still ours; a stale or damaged pid file is removed."""
    record = _read(pid_file)
    if record is not None and record.birth and birth(record.pid) == record.birth:
        return record
    pid_file.unlink(missing_ok=True)
    return None


def stop(pid_file: Path, patience_seconds: float) -> bool:
    """Ask the recorded process to end and wait for it; kill its session when `patience_seconds` have passed.

    Returns whether it ended by itself, which says nothing about what it saved. No process: True.
    """
    record = running(pid_file)
    if record is None:
        return True
    _signal(record.pid, signal.SIGTERM)
    graceful = wait_until(lambda: birth(record.pid) != record.birth, patience_seconds)
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
    wait_until(lambda: birth(record.pid) != record.birth, patience_seconds=5)


def wait_until(done: Callable[[], bool], patience_seconds: float) -> bool:
    """Ask `done` again and again; False when it did not come true within `patience_seconds`."""
    deadline = time.monotonic() + patience_seconds
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(_PAUSE_SECONDS)
    return True


def birth(pid: int) -> str | None:
    """The system's mark of when process `pid` began; None when there is none (one that ended but was not reaped is)."""
    _reap(pid)
    stat = Path(f"/proc/{pid}/stat")
    if Path("/proc/self/stat").exists():
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            return None
        state, begin = fields[0], fields[19]  # fields 3 and 22 of proc(5)
        return None if state in "ZX" else begin
    ps = ["ps", "-o", "state=,lstart=", "-p", str(pid)]
    shown = subprocess.run(ps, capture_output=True, text=True, check=False)  # noqa: S603 - fixed program, a number
    line = shown.stdout.strip()
    return None if not line or line.startswith("Z") else line.partition(" ")[2].strip()


def _reap(pid: int) -> None:
    """Collect the process if it is an ended child of this one; otherwise it would look alive for ever."""
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return


def _signal(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def _write(pid_file: Path, record: ProcessRecord) -> None:
    scratch = pid_file.with_name(pid_file.name + ".tmp")
    scratch.write_text(json.dumps(asdict(record)) + "\n", encoding="utf-8")
    scratch.replace(pid_file)


def _read(pid_file: Path) -> ProcessRecord | None:
    try:
        fields = json.loads(pid_file.read_text(encoding="utf-8"))
        return ProcessRecord(int(fields["pid"]), int(fields["port"]), str(fields["started_at"]), str(fields["birth"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
