"""A context as `main` makes it, for a test's own folder and environment."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from finpulse_cli.core.context import Context

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from finpulse_cli.core.settings import Settings

PROJECT = Path(__file__).resolve().parents[2]


def context(
    settings: Settings | None = None,
    folder: Path = PROJECT,
    environ: Mapping[str, str] | None = None,
    user_home: Path | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Context:
    """Return a context in which `settings` hold whatever `environ` says."""
    made = Context(dict(environ or {}), folder, user_home or folder, clock)
    if settings is not None:
        made.settings = settings
    return made
