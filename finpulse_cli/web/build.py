"""Builds frontend/dist when it is not what the sources say, installing the packages first when they are not there."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from finpulse_cli.core.errors import MissingError, act
from finpulse_cli.daemon.lock import exclusive
from finpulse_cli.web.files import INDEX
from finpulse_cli.web.node import Npm, require_npm

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from finpulse_cli.core.console import Report
    from finpulse_cli.core.paths import Project

# In dist, so that it goes when somebody else builds there. The server shows no file whose name begins with a dot.
_MARK = ".fingerprint"
_LOCK = "package-lock.json"
_SINGLE = (INDEX, "package.json", _LOCK, "tsconfig.json", "vite.config.ts")
_FOLDERS = ("src", "public")


def build_if_needed(project: Project, user: Mapping[str, str], report: Report) -> None:
    """Bring frontend/dist up to date. Node is asked for only when there is something to build. Raises CliError."""
    frontend = project.frontend_dir
    if not _has_sources(frontend):  # in a wheel; what it brings was built from them
        require_built(project)
        return
    if is_built(frontend):
        return
    npm = require_npm(frontend, user)
    with exclusive(project.frontend_lock, report):
        if is_built(frontend):  # by the command that held the lock
            return
        install_if_needed(frontend, npm, report)
        fingerprint = source_fingerprint(frontend)
        report("building the dashboard")
        npm.run(frontend, "run", "build")
        (frontend / "dist" / _MARK).write_text(fingerprint, encoding="utf-8")


def require_built(project: Project) -> None:
    """Raise MissingError when there is no page, however old."""
    if not (project.frontend_dir / "dist" / INDEX).is_file():
        raise MissingError("the dashboard was never built", act("run `{}` without --no-build", "dashboard"))


def install_if_needed(frontend: Path, npm: Npm, report: Report) -> None:
    """Install exactly the packages of the lock file unless they are there."""
    if is_installed(frontend):
        return
    report("installing the packages that the dashboard is built with (about half a minute)")
    npm.run(frontend, "ci", "--include=dev", "--loglevel=error")


def is_built(frontend: Path) -> bool:
    """Return whether dist was built from exactly these sources."""
    mark = frontend / "dist" / _MARK
    built = (frontend / "dist" / INDEX).is_file() and mark.is_file()
    return built and mark.read_text(encoding="utf-8") == source_fingerprint(frontend)


def is_installed(frontend: Path) -> bool:
    """Return whether node_modules holds what the lock file says; npm notes there what it installed.

    Packages for other systems are in the lock file only.
    """
    wanted, there = _packages(frontend / _LOCK), _packages(frontend / "node_modules" / ".package-lock.json")
    if not there:
        return False
    needed = {name: entry for name, entry in wanted.items() if name and not entry.get("optional")}
    return all(there.get(name, {}).get("version") == entry.get("version") for name, entry in needed.items())


def source_fingerprint(frontend: Path) -> str:
    """Digest everything that goes into the build; tests do not."""
    digest = hashlib.sha256()
    for file in _sources(frontend):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(frontend).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def _has_sources(frontend: Path) -> bool:
    return (frontend / "package.json").is_file()


def _sources(frontend: Path) -> Iterator[Path]:
    for name in _SINGLE:
        if (frontend / name).is_file():
            yield frontend / name
    for folder in _FOLDERS:
        for file in sorted((frontend / folder).rglob("*")):
            if file.is_file() and ".test." not in file.name:
                yield file


def _packages(lock: Path) -> dict[str, dict[str, Any]]:
    """Return the packages of a lock file by their folders; none when it is missing or damaged."""
    try:
        packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return packages if isinstance(packages, dict) else {}
