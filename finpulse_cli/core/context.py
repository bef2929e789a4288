"""What a command is called with: the user's environment, folder and home, and a clock. Made once, in `main`."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from finpulse_cli.core.clock import utc_now
from finpulse_cli.core.paths import Project
from finpulse_cli.core.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime


@dataclass
class Context:
    """Everything a command takes from its process. `folder` is where it was called, `clock` gives aware UTC.

    `named_target` is the target that the command line names, for what the user is told to do next.
    """

    environ: Mapping[str, str]
    folder: Path
    user_home: Path
    clock: Callable[[], datetime] = utc_now
    named_target: str | None = None

    @classmethod
    def of_process(cls) -> Context:
        """Take it from this process."""
        return cls(os.environ, Path.cwd(), Path.home())

    @cached_property
    def settings(self) -> Settings:
        """Settings that the environment holds."""
        return Settings.from_environment(self.environ)

    @cached_property
    def project(self) -> Project:
        """The project around `folder`. Raises MissingError."""
        return Project.find(self.folder)
