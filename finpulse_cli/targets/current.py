"""The target in use: the local one that was brought up last and not taken down since."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from finpulse_cli.core.context import Context
    from finpulse_cli.stack.target import Target

_FILE = "current"
_LOCAL = ("embedded", "localstack")


def current_target(context: Context) -> str | None:
    """Return its name; None when none is in use, or the file names what can never be."""
    try:
        name = _path(context).read_text(encoding="utf-8").strip()
    except OSError:
        return None
    return name if name in _LOCAL else None


def use(target: Target, context: Context) -> None:
    """Make commands mean this target where none is named. AWS never is meant unless it is named."""
    if target.is_local:
        _path(context).write_text(target.name + "\n", encoding="utf-8")


def leave(target: Target, context: Context) -> None:
    """Forget that it is in use, if it is."""
    if current_target(context) == target.name:
        _path(context).unlink(missing_ok=True)


def _path(context: Context) -> Path:
    return context.project.home(context.settings) / _FILE
