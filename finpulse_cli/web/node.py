"""Node and npm on this machine: found, new enough, and run."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from finpulse_cli.core.errors import FailedError, MissingError

_GET_IT = "install Node.js {lowest} or newer with npm (https://nodejs.org), then run the command again"
_TAIL_LINES = 12


@dataclass(frozen=True, slots=True)
class Npm:
    """An npm beside a Node that is new enough. `environment` is what its scripts see."""

    path: str
    node_version: str
    environment: Mapping[str, str]

    def run(self, folder: Path, *arguments: str) -> None:
        """Run npm in `folder` without a word. Raises FailedError with the end of what it said when it fails."""
        command = [self.path, *arguments]
        done = subprocess.run(  # noqa: S603 - the npm on the user's PATH
            command, cwd=folder, env=dict(self.environment), capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            end = "\n".join(f"  {line}" for line in (done.stdout + done.stderr).splitlines()[-_TAIL_LINES:])
            raise FailedError(f"npm {' '.join(arguments)} failed:\n{end}", f"run it in {folder} to see all of it")


def require_npm(frontend: Path, user: Mapping[str, str], what: str = "the dashboard") -> Npm:
    """Find the npm to build `frontend` with. Raises MissingError when Node or npm is missing, or Node is too old.

    `what` needs them, in the message's words.
    """
    lowest = lowest_node(frontend)
    next_action = _GET_IT.format(lowest=".".join(map(str, lowest)))
    search = user.get("PATH")
    node, npm = shutil.which("node", path=search), shutil.which("npm", path=search)
    if node is None or npm is None:
        raise MissingError(f"{what} needs {'Node.js' if node is None else 'npm'}, not found", next_action)
    found = node_version(node, user)
    if _numbers(found) < lowest:
        raise MissingError(f"{what} needs a newer Node.js than {found} ({node})", next_action)
    return Npm(npm, found, build_environment(user))


def lowest_node(frontend: Path) -> tuple[int, ...]:
    """Return the version that the page's package.json asks for, such as (20, 19)."""
    package = json.loads((frontend / "package.json").read_text(encoding="utf-8"))
    return _numbers(str(package.get("engines", {}).get("node", "")))


def node_version(node: str, user: Mapping[str, str]) -> str:
    """Return what `node --version` says, without the v; an empty text when it does not run."""
    try:
        said = subprocess.run(  # noqa: S603 - the node on the user's PATH
            [node, "--version"], env=dict(user), capture_output=True, text=True, check=False
        ).stdout
    except OSError:
        return ""
    return said.strip().removeprefix("v")


def build_environment(user: Mapping[str, str]) -> dict[str, str]:
    """Return the user's environment without what would change the build: Vite takes VITE_ variables into the page."""
    return {name: value for name, value in user.items() if not name.startswith("VITE_") and name != "NODE_ENV"}


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:3])
