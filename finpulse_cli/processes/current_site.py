"""The stack that is up now, as the page must know it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from finpulse_cli.core.paths import Project
from finpulse_cli.core.settings import Settings
from finpulse_cli.targets.resolve import resolve_target
from finpulse_cli.web.page_config import PageConfig, page_config
from finpulse_cli.web.site import Site


def current_site(choice: str | None, settings: Settings, start: Path) -> Site:
    """The built page for a target: whatever stack is there when it is asked for, also after another `up`."""
    return Site(Project.find(start).frontend_dir / "dist", _config(choice, settings, start))


def _config(choice: str | None, settings: Settings, start: Path) -> Callable[[], PageConfig]:
    def config() -> PageConfig:
        target = resolve_target(choice, settings, start)
        return page_config(target, target.outputs())

    return config
