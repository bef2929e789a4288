"""`docker`, `lstk` and the like as small scripts in a folder that is all of PATH; they use the shell's own commands."""

from __future__ import annotations

import sys
from pathlib import Path

TOKEN = "ls-secret-token"
ROOT = Path(__file__).resolve().parents[4]
ENGINE = "echo 28.0.1"
NO_ENGINE = "echo; echo 'Cannot connect to the Docker daemon' >&2; exit 1"
TERRAFORM = """echo '{"terraform_version": "1.11.4"}'"""


def program(folder: Path, name: str, body: str = ":") -> Path:
    """An executable shell script. What it is called with goes to `<name>.calls` beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f'#!/bin/sh\necho "$@" >>{path}.calls\n{body}\n')
    path.chmod(0o755)
    return path


def calls(path: Path) -> list[str]:
    """What a program was called with."""
    file = path.with_name(path.name + ".calls")
    return file.read_text().splitlines() if file.exists() else []


def working_lstk(folder: Path, port: int) -> Path:
    """An `lstk` whose `start` leaves a fake LocalStack on `port` behind, and whose `stop` ends it."""
    server = f"{sys.executable} -m tests.doubles.fake_localstack {port}"
    return program(
        folder,
        "lstk",
        f"""pid={folder}/localstack.pid
case $1 in
start) [ "$LOCALSTACK_AUTH_TOKEN" = {TOKEN} ] || exit 3
  cd {ROOT} && {server} >/dev/null 2>&1 </dev/null & echo $! >$pid ;;
stop) [ -f $pid ] && read number <$pid && : >$pid && kill $number ;;
esac""",
    )
