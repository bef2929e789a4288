"""Everything that is checked of the dashboard's sources; part of `make test`.

Installs exactly the locked packages first, unless they are there.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from finpulse_cli.core.errors import CliError
from finpulse_cli.core.paths import Project
from finpulse_cli.daemon.lock import exclusive
from finpulse_cli.web.build import build_if_needed, install_if_needed
from finpulse_cli.web.node import Npm, require_npm

STEPS = ("types:check", "lint", "typecheck", "test")


def main() -> int:
    """Run every step; return the exit code of the first that fails."""
    project = Project.find(Path(__file__))
    npm = require_npm(project.frontend_dir, os.environ)
    with exclusive(project.frontend_lock, _say):
        install_if_needed(project.frontend_dir, npm, _say)
    for step in STEPS:
        if code := _run(npm, step, project.frontend_dir):
            return code
    build_if_needed(project, os.environ, _say)
    return _run(npm, "budget", project.frontend_dir)


def _run(npm: Npm, step: str, folder: Path) -> int:
    _say(f"frontend: {step}")
    command = [npm.path, "run", "--silent", step]
    done = subprocess.run(command, cwd=folder, env=dict(npm.environment), check=False)  # noqa: S603 - the user's npm
    if done.returncode:
        _say(f"frontend: {step} failed; run `npm run {step}` in {folder.name}")
    return done.returncode


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except CliError as error:
        _say(f"error: {error.message}\nnext:  {error.next_action}")
        sys.exit(error.exit_code)
