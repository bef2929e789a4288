"""Everything that is checked of the dashboard's sources; part of `make test`.

Installs exactly the locked packages first, unless they are there.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from finpulse_cli.core.paths import Project
from finpulse_cli.daemon.lock import exclusive
from finpulse_cli.web.build import build_if_needed, install_if_needed
from finpulse_cli.web.node import Npm, require_npm
from scripts.telling import end_with, say

STEPS = ("types:check", "lint", "typecheck", "test")


def main() -> int:
    """Run every step; return the exit code of the first that fails."""
    project = Project.find(Path(__file__))
    npm = require_npm(project.frontend_dir, os.environ)
    with exclusive(project.frontend_lock, say):
        install_if_needed(project.frontend_dir, npm, say)
    for step in STEPS:
        if code := _run(npm, step, project.frontend_dir):
            return code
    build_if_needed(project, os.environ, say)
    return _run(npm, "budget", project.frontend_dir)


def _run(npm: Npm, step: str, folder: Path) -> int:
    say(f"frontend: {step}")
    command = [npm.path, "run", "--silent", step]
    done = subprocess.run(command, cwd=folder, env=dict(npm.environment), check=False)  # noqa: S603 - the user's npm
    if done.returncode:
        say(f"frontend: {step} failed; run `npm run {step}` in {folder.name}")
    return done.returncode


if __name__ == "__main__":
    end_with(main)
