"""What it takes to start LocalStack on this machine: a Docker engine, a token, and its command line."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from finpulse_cli.core.errors import Action, MissingError, act

TOKEN = "LOCALSTACK_AUTH_TOKEN"  # noqa: S105 - the name of the variable
_ENGINE_TIMEOUT_SECONDS = 15


@dataclass(frozen=True, slots=True)
class Starter:
    """The command line that starts LocalStack and stops it: `lstk`, or `localstack` where that is not there."""

    name: str
    path: str

    def start_command(self) -> list[str]:
        """Start it in the background."""
        if self.name == "lstk":
            return [self.path, "start", "--non-interactive"]
        return [self.path, "start", "--detached", "--no-banner"]

    def stop_command(self) -> list[str]:
        """Stop it, and all it holds is gone."""
        return [self.path, "stop"]


def _or_embedded(text: str) -> Action:
    return act(f"{text}, or use the embedded target, which needs none of this: `{{}}`", "up --target embedded")


def require_startable(environ: Mapping[str, str], user_home: Path) -> Starter:
    """Return what starts LocalStack here. Raises MissingError naming what is missing, and nothing that is there."""
    require_engine(environ)
    if token(environ, user_home) is None:
        raise MissingError(
            f"LocalStack needs a token to start, and {TOKEN} is not set",
            _or_embedded(
                f"make an account (its free plan is for non-commercial use) and set {TOKEN} to the token of its page "
                "'Auth Tokens'"
            ),
        )
    starter = find_starter(environ)
    if starter is None:
        raise MissingError(
            "neither `lstk` nor `localstack` is installed",
            _or_embedded(f"{sys.executable} -m pip install localstack"),
        )
    return starter


def require_engine(environ: Mapping[str, str]) -> None:
    """Raise MissingError unless a Docker engine answers."""
    docker = shutil.which("docker", path=environ.get("PATH"))
    if docker is None:
        raise MissingError(
            "LocalStack runs in Docker, and `docker` is not on PATH",
            _or_embedded("install Docker, or start LocalStack elsewhere and name it in FINPULSE_LOCALSTACK_URL"),
        )
    if not _answers(docker, environ):
        raise MissingError(
            "LocalStack runs in Docker, and the Docker engine does not answer (`docker info` fails)",
            _or_embedded("start Docker"),
        )


def is_startable(environ: Mapping[str, str], user_home: Path) -> bool:
    """Return whether Docker, a token and a command line are all there."""
    try:
        require_startable(environ, user_home)
    except MissingError:
        return False
    return True


def token(environ: Mapping[str, str], user_home: Path) -> str | None:
    """Return the token: of the environment, else the one that `localstack auth set-token` keeps; None without."""
    if named := environ.get(TOKEN, "").strip():
        return named
    try:
        kept = json.loads((user_home / ".localstack" / "auth.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return str(kept[TOKEN]) if isinstance(kept, dict) and kept.get(TOKEN) else None


def find_starter(environ: Mapping[str, str]) -> Starter | None:
    """Find `lstk` on PATH; else `localstack` of this environment, or on PATH; None when there is neither."""
    if lstk := shutil.which("lstk", path=environ.get("PATH")):
        return Starter("lstk", lstk)
    own = Path(sys.executable).parent / "localstack"
    legacy = str(own) if own.is_file() else shutil.which("localstack", path=environ.get("PATH"))
    return Starter("localstack", legacy) if legacy else None


def _answers(docker: str, environ: Mapping[str, str]) -> bool:
    try:
        asked = subprocess.run(  # noqa: S603 - the docker on the user's PATH
            [docker, "info", "--format", "{{.ServerVersion}}"],
            env=dict(environ),
            capture_output=True,
            check=False,
            timeout=_ENGINE_TIMEOUT_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0 and bool(asked.stdout.strip())
