"""The user's environment, read once into a typed value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Settings:
    """What environment variables say about how `finpulse` should run.

    `home`: FINPULSE_HOME, the folder that holds one folder a target; None means `.finpulse` in the project.
    `target`: FINPULSE_TARGET, the target to use when no `--target` is given.
    `localstack_url`: FINPULSE_LOCALSTACK_URL, where LocalStack answers; None means its usual address.
    `aws_endpoint_url`: FINPULSE_AWS_ENDPOINT_URL, an emulator that stands in for AWS on the aws target, for trials.
    """

    home: Path | None = None
    target: str | None = None
    localstack_url: str | None = None
    aws_endpoint_url: str | None = None

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Settings:
        """Read the variables; one that is empty counts as not set."""
        home = environ.get("FINPULSE_HOME", "").strip()
        return cls(
            home=Path(home).expanduser().resolve() if home else None,
            target=environ.get("FINPULSE_TARGET", "").strip() or None,
            localstack_url=environ.get("FINPULSE_LOCALSTACK_URL", "").strip() or None,
            aws_endpoint_url=environ.get("FINPULSE_AWS_ENDPOINT_URL", "").strip() or None,
        )
