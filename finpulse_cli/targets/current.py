"""The target in use: the local one that was brought up last and not taken down since."""

from __future__ import annotations

from pathlib import Path

from finpulse_cli.core.paths import HOME_FOLDER, Project
from finpulse_cli.core.settings import Settings
from finpulse_cli.stack.target import Target

_FILE = "current"
_LOCAL = ("embedded", "localstack")


def current_target(project: Project, settings: Settings) -> str | None:
    """Its name; None when none is in use, or the file names what can never be."""
    try:
        name = _path(project, settings).read_text(encoding="utf-8").strip()
    except OSError:
        return None
    return name if name in _LOCAL else None


def use(target: Target, project: Project, settings: Settings) -> None:
    """From now on commands mean this target where none is named. AWS never is meant unless it is named."""
    if target.is_local:
        _path(project, settings).write_text(target.name + "\n", encoding="utf-8")


def leave(target: Target, project: Project, settings: Settings) -> None:
    """It is in use no longer."""
    if current_target(project, settings) == target.name:
        _path(project, settings).unlink(missing_ok=True)


def _path(project: Project, settings: Settings) -> Path:
    return (settings.home or project.root / HOME_FOLDER) / _FILE
