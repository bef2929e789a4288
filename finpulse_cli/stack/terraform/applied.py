"""The record of the last apply that went through: what it was made from, and when."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from finpulse_cli.core.files import write_atomically
from finpulse_cli.stack.terraform.fingerprint import StackFingerprint

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Applied:
    """`at` is when the stack was last changed, in UTC as ISO 8601."""

    fingerprint: StackFingerprint
    at: str

    @classmethod
    def now(cls, fingerprint: StackFingerprint, clock: Callable[[], datetime]) -> Applied:
        """Return the record of an apply that has just gone through."""
        return cls(fingerprint, f"{clock():%Y-%m-%dT%H:%M:%SZ}")

    @classmethod
    def load(cls, path: Path) -> Applied | None:
        """Return the record; None when there is none, or it is damaged or of an earlier version."""
        try:
            fields = json.loads(path.read_text(encoding="utf-8"))
            made_from = fields["fingerprint"]
            code = {str(name): str(digest) for name, digest in made_from["code"].items()}
            return cls(StackFingerprint(str(made_from["configuration"]), code), str(fields["at"]))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def save(self, path: Path) -> None:
        """Keep the record."""
        write_atomically(path, json.dumps(asdict(self), indent=2) + "\n")
