"""Starts LocalStack by its own command line and waits until it answers; stops it again."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping

from finpulse_cli.core.console import Report
from finpulse_cli.core.errors import Action, FailedError, act
from finpulse_cli.core.wait import wait_until
from finpulse_cli.targets.localstack.needs import TOKEN, Starter
from finpulse_cli.targets.localstack.running import Running, look

READY_TIMEOUT_SECONDS = 180.0  # the first start pulls an image of more than a gigabyte
_START_TIMEOUT_SECONDS = 900.0
_STOP_TIMEOUT_SECONDS = 90.0
_TAIL_LINES = 8


def start(
    starter: Starter,
    url: str,
    environ: Mapping[str, str],
    secret: str,
    report: Report,
    timeout_seconds: float = READY_TIMEOUT_SECONDS,
) -> Running:
    """Start LocalStack and return it once it answers at `url`. `secret` is its token. Raises FailedError."""
    report(f"starting LocalStack with `{starter.name} start` (the first time Docker pulls its image)")
    _call(starter.start_command(), dict(environ) | {TOKEN: secret}, _START_TIMEOUT_SECONDS)
    if not wait_until(lambda: look(url) is not None, timeout_seconds):
        raise FailedError(
            f"`{starter.name} start` went through, but LocalStack does not answer at {url}",
            f"see why with `{starter.name} logs`",
        )
    found = look(url)
    if found is None:
        raise FailedError(f"LocalStack went away again at {url}", f"see why with `{starter.name} logs`")
    report(f"{found} is ready")
    return found


def stop(starter: Starter, environ: Mapping[str, str], report: Report) -> None:
    """Stop a LocalStack that `start` started. Raises FailedError."""
    _call(starter.stop_command(), environ, _STOP_TIMEOUT_SECONDS)
    report("LocalStack stopped")


def _call(command: list[str], environ: Mapping[str, str], timeout_seconds: float) -> None:
    """Run a command of LocalStack's. What it says goes into the error, without the token."""
    shown = " ".join([command[0].rpartition("/")[2], *command[1:]])
    try:
        done = subprocess.run(  # noqa: S603 - LocalStack's own command line
            command,
            env=dict(environ) | {"DISABLE_EVENTS": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=timeout_seconds,
        )
    except subprocess.TimeoutExpired as error:
        raise FailedError(f"`{shown}` did not end within {timeout_seconds:.0f} s", f"run `{shown}` to see") from error
    except OSError as error:
        raise FailedError(f"`{shown}` does not run: {error.strerror}", f"install it again ({command[0]})") from error
    if done.returncode != 0:
        told = _without(environ.get(TOKEN, "").strip(), done.stdout + done.stderr)
        lines = told.strip().splitlines()[-_TAIL_LINES:]
        raise FailedError(f"`{shown}` failed:\n" + "\n".join(f"  {line}" for line in lines), _next(told))


def _without(secret: str, told: str) -> str:
    return told.replace(secret, "***") if secret else told


def _next(told: str) -> Action:
    """Return what to do about a start that failed."""
    lower = told.lower()
    if "license" in lower or "token" in lower:
        return act(f"check {TOKEN}: it may be wrong or its plan may have ended")
    if "port" in lower and ("in use" in lower or "allocated" in lower):
        return act("another program has LocalStack's port: end it, or name a LocalStack in FINPULSE_LOCALSTACK_URL")
    return act("mend that, or use `{}`", "up --target embedded")
