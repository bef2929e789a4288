"""The stack that is up now, as the page must know it."""

from __future__ import annotations

from collections.abc import Callable

from finpulse_cli.core.context import Context
from finpulse_cli.targets.resolve import resolve_target
from finpulse_cli.web.page_config import PageConfig, page_config
from finpulse_cli.web.site import Site


def current_site(context: Context, choice: str | None = None) -> Site:
    """Return the built page for a target: whatever stack is there when it is asked for, also after another `up`."""
    return Site(context.project.frontend_dir / "dist", _config(context, choice))


def _config(context: Context, choice: str | None) -> Callable[[], PageConfig]:
    def config() -> PageConfig:
        place = resolve_target(context, choice).place
        return page_config(place, place.outputs())

    return config
