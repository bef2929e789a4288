"""Secrets in the repository, and known vulnerabilities in what it depends on: `make audit`, part of `make test`.

The secrets are looked for offline. Vulnerabilities are asked of the package indexes; where none answers, that is said
and is no failure.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from finpulse_cli.core.paths import Project
from scripts.audit_reports import Report, State, read_npm_audit, read_pip_audit
from scripts.secret_scan import secrets_in, tracked_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PIP_AUDIT = "pip-audit==2.10.1"
NPM_PACKAGES = ("frontend", "scripts/actionlint")
TIMEOUT_SECONDS = 120


def main() -> int:
    """Run all audits and tell of each; 1 when one of them failed."""
    root = Project.find(Path(__file__)).root
    states = []
    for name, report in audits(root):
        tell(name, report)
        states.append(report.state)
    return int(State.FAILED in states)


def audits(root: Path) -> Iterator[tuple[str, Report]]:
    """Run one audit after another."""
    yield "secrets", secrets(root)
    yield "pip-audit", python_packages(root)
    for package in NPM_PACKAGES:
        yield f"npm audit of {package}", npm_packages(root / package)


def secrets(root: Path) -> Report:
    """Look for secrets in what git knows."""
    try:
        files = tracked_files(root)
    except (OSError, subprocess.CalledProcessError):
        return Report(State.SKIPPED, f"{root} is no clone, or git is missing")
    found = secrets_in(root, files)
    if found:
        return Report(State.FAILED, "\n  ".join(["", *map(str, found)]))
    return Report(State.OK, f"none in {len(files):,} files")


def python_packages(root: Path) -> Report:
    """Ask for vulnerabilities in the pinned packages, by a pip-audit in an environment of its own."""
    home = root / ".venv-audit"
    program = home / "bin" / "pip-audit"
    if not program.exists():
        install = [str(home / "bin" / "python"), "-m", "pip", "install", "--quiet", "--quiet", PIP_AUDIT]
        for command in ([sys.executable, "-m", "venv", str(home)], install):
            if problem := _run(command, root)[2]:
                return Report(State.SKIPPED, f"{PIP_AUDIT} could not be installed: {problem}")
    asked = ["--requirement", "constraints.txt", "--disable-pip", "--no-deps", "--format", "json"]
    output, errors, problem = _run([str(program), *asked, "--progress-spinner", "off"], root)
    return read_pip_audit(output, errors or problem)


def npm_packages(folder: Path) -> Report:
    """Ask for vulnerabilities in the packages that a lock file names."""
    output, errors, problem = _run(["npm", "audit", "--json"], folder)
    return read_npm_audit(output, errors or problem)


def tell(name: str, report: Report) -> None:
    """Print a line, and where GitHub runs this make a skipped audit one that people see."""
    sys.stdout.write(f"audit: {name}: {report.state.value}: {report.text}\n")
    if report.state is State.SKIPPED and os.environ.get("GITHUB_ACTIONS"):
        sys.stdout.write(f"::warning title=An audit was skipped::{name}: {report.text}\n")
    sys.stdout.flush()


def _run(command: Sequence[str], folder: Path) -> tuple[str, str, str]:
    """Run a program; return its output, its errors, and in a word why it failed, if it did."""
    try:
        done = subprocess.run(  # noqa: S603 - a command of our own
            command, cwd=folder, check=False, capture_output=True, text=True, timeout=TIMEOUT_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return "", "", f"{type(error).__name__}: {error}"
    return done.stdout, done.stderr, f"it ended with {done.returncode}" if done.returncode else ""


if __name__ == "__main__":
    sys.exit(main())
