"""MiniStack, the AWS emulator of the embedded target: its version, command, environment and health."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import FailedError, MissingError, act
from finpulse_cli.daemon.probe import LOOPBACK, get, post

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finpulse_cli.core.paths import TargetHome
    from finpulse_cli.daemon.probe import Reply
    from finpulse_cli.stack.clients import Access

VERSION = "1.5.33"
REQUIREMENT = f"ministack[full]=={VERSION}"
ACCOUNT = "000000000000"
# Where the overlay takes the order to write what Firehose has gathered; see finpulse_cli/targets/embedded/overlay.
FLUSH_PATH = "/_finpulse/firehose/flush"
# Where it takes the order for a checkpoint, and says whether what happens now is kept.
CHECKPOINT_PATH = "/_finpulse/checkpoint"
SAVING_PATH = "/_finpulse/saving"
# Where it shows and moves the clock, see finpulse_cli/targets/embedded/overlay/clock_api.
CLOCK_PATH, CLOCK_HEADER = "/_finpulse/clock", "X-FinPulse"
# Where it takes faults to inject, from who names the root key in this header; see overlay/chaos/control.
FAULTS_PATH = "/_finpulse/faults"
ROOT_HEADER = "X-FinPulse-Root-Key"

# What a child process needs of the user's environment. Everything else stays out: an AWS profile or a real key must
# reach neither the emulator nor the functions that it runs.
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "SYSTEMROOT")


_SEE_LOG = act("run `{}`, and read the emulator's log that it names", "status")


@dataclass(frozen=True, slots=True)
class Health:
    """What MiniStack's health page says: its version and whether it enforces IAM."""

    version: str
    enforces_iam: bool

    @property
    def problem(self) -> str | None:
        """The reason why this emulator cannot serve the embedded target; None when it can."""
        if self.version != VERSION:
            return f"MiniStack {self.version or 'of an unknown version'} is running, not {VERSION}"
        return None if self.enforces_iam else "this MiniStack does not enforce IAM (it was started without AUTH=true)"


def installed_version() -> str | None:
    """Return the version of the installed `ministack` distribution; None when it is not installed."""
    try:
        return metadata.version("ministack")
    except metadata.PackageNotFoundError:
        return None


def require_installed() -> None:
    """Raise MissingError unless exactly the pinned version is installed beside this interpreter."""
    found = installed_version()
    if found == VERSION:
        return
    what = "is not installed" if found is None else f"{found} is installed, FinPulse needs {VERSION}"
    raise MissingError(f"MiniStack {what}", f"{sys.executable} -m pip install '{REQUIREMENT}'")


def command() -> tuple[str, ...]:
    """Start MiniStack with the overlay in the foreground; -P keeps the working folder out of its import path."""
    return (sys.executable, "-P", "-m", "finpulse_cli.targets.embedded.overlay.start")


def environment(home: TargetHome, port: int, access: Access, user: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of the emulator, and so of the functions that it runs as its children.

    The key of `access` is its root; every other is a principal whose policies are enforced. It listens on 127.0.0.1
    only, and saves its state on a graceful stop. HOME is the target's own folder, so that the SDK in a function finds
    no AWS configuration of the user; Docker is hidden, so that the emulator leaves the user's containers alone.
    """
    passed_on = {name: user[name] for name in _PASSED_ON if name in user}
    return passed_on | {
        "HOME": str(home.root),
        "TMPDIR": str(home.tmp_dir),
        "TZ": "UTC",
        "PYTHONUNBUFFERED": "1",
        "BIND_HOST": LOOPBACK,
        "GATEWAY_PORT": str(port),
        "MINISTACK_HOST": "localhost",
        "MINISTACK_REGION": access.region,
        "MINISTACK_ACCOUNT_ID": ACCOUNT,
        "AWS_ACCESS_KEY_ID": access.access_key,
        "AWS_SECRET_ACCESS_KEY": access.secret_key,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AUTH": "true",
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "PERSIST_STATE": "1",
        "STATE_DIR": str(home.state_dir),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(home.s3_dir),
        "LAMBDA_EXECUTOR": "local",
        "ATHENA_ENGINE": "duckdb",
        "DOCKER_HOST": f"unix://{home.root}/no-docker.sock",
        "LOG_LEVEL": "INFO",
    }


def flush_lake(port: int, timeout_seconds: float = 60) -> None:
    """Have everything that Firehose has gathered written to the lake now. Raises FailedError when it cannot be."""
    reply = post(f"http://{LOOPBACK}:{port}{FLUSH_PATH}", timeout_seconds)
    if reply is None or reply.status != 200:
        left = reply.json_object().get("left", "some") if reply else "some"
        raise FailedError(f"{left} events that Firehose has gathered could not be written to the lake", _SEE_LOG)


def checkpoint(port: int, timeout_seconds: float = 300) -> str | None:
    """Have the whole state saved as it is now; the reason why it could not be, or None."""
    return _problem(post(f"http://{LOOPBACK}:{port}{CHECKPOINT_PATH}", timeout_seconds))


def not_kept(port: int, timeout_seconds: float = 2) -> str | None:
    """Return why what happens now would not survive a crash; None when it would."""
    return _problem(get(f"http://{LOOPBACK}:{port}{SAVING_PATH}", timeout_seconds))


def _problem(reply: Reply | None) -> str | None:
    if reply is None:
        return "the emulator does not answer"
    told = reply.json_object()
    if "free_bytes" not in told:
        return f"the emulator answers {reply.status}"
    return f"{told['problem']} ({int(str(told['free_bytes'])) // 1_000_000} MB are free)" if told["problem"] else None


def health(port: int, timeout_seconds: float = 5) -> Health | None:
    """Ask 127.0.0.1:`port` whether it is MiniStack; None when it is not, or nothing answers."""
    reply = get(f"http://{LOOPBACK}:{port}/_ministack/health", timeout_seconds)
    page = reply.json_object() if reply is not None and reply.status == 200 else {}
    if "version" not in page or "auth" not in page:
        return None
    return Health(version=str(page["version"]), enforces_iam=page["auth"] == "enabled")
