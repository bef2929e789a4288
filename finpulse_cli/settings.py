"""The user's environment, read once into a typed value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """What environment variables say about how `finpulse` should run.

    `home`: FINPULSE_HOME, the folder that holds one folder a target; None means `.finpulse` in the project.
    `target`: FINPULSE_TARGET, the target to use when no `--target` is given.
    """

    home: Path | None = None
    target: str | None = None

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Settings:
        """Read the variables; one that is empty counts as not set."""
        home = environ.get("FINPULSE_HOME", "").strip()
        target = environ.get("FINPULSE_TARGET", "").strip()
        return cls(home=Path(home).expanduser().resolve() if home else None, target=target or None)
