"""From `--target` (or FINPULSE_TARGET, or the default) to a target."""

from __future__ import annotations

from pathlib import Path

from finpulse_cli.errors import UsageError
from finpulse_cli.paths import Project
from finpulse_cli.settings import Settings
from finpulse_cli.targets.base import Target
from finpulse_cli.targets.embedded import EmbeddedTarget

DEFAULT = "embedded"


def resolve_target(choice: str | None, settings: Settings, start: Path, port: int | None = None) -> Target:
    """The chosen target of the project around `start`. Raises UsageError for one that this version has not."""
    name = choice or settings.target or DEFAULT
    if name != DEFAULT:
        raise UsageError(
            f"there is no target '{name}': this version has the embedded target only",
            "run the command with `--target embedded`, or without --target and FINPULSE_TARGET",
        )
    project = Project.find(start)
    return EmbeddedTarget(project, project.target_home(name, settings), port)
