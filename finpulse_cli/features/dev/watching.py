"""Changed files as they are saved, by watchfiles (the system's own notice, no polling)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finpulse_cli.core.paths import Project

_STEP_MS = 30  # what comes so soon after is the same save
_MOST_MS = 200


def watched(project: Project) -> Iterator[set[Path]]:
    """Yield the files that changed together below `lambdas` and `terraform`, until Ctrl-C."""
    from watchfiles import watch  # for this command alone

    folders = (project.lambdas_dir, project.terraform_dir)
    for changes in watch(*folders, step=_STEP_MS, debounce=_MOST_MS, watch_filter=None, raise_interrupt=True):
        yield {Path(path) for _, path in changes}
