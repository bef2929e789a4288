"""What the emulator found when it started: written by its process, told by `up`."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from finpulse_cli.core.files import write_atomically

if TYPE_CHECKING:
    from pathlib import Path

FILE_NAME = "finpulse-restored.json"


@dataclass(frozen=True, slots=True)
class Restored:
    """`through` is the moment, in epoch seconds, that the state is of; `entries` came from journals.

    `lost` is what the checkpoint lacks or could not be read, by the name of the service, with the reason.
    """

    through: float
    entries: int
    lost: dict[str, str]

    @classmethod
    def load(cls, state_dir: Path) -> Restored | None:
        """Return what the last start found; None when it found nothing, or the file is damaged."""
        try:
            fields = json.loads((state_dir / FILE_NAME).read_text(encoding="utf-8"))
            return cls(float(fields["through"]), int(fields["entries"]), dict(fields["lost"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def save(self, state_dir: Path) -> None:
        """Keep it beside the state. Raises OSError."""
        write_atomically(state_dir / FILE_NAME, json.dumps(asdict(self)) + "\n")


def lost_in(state_dir: Path) -> dict[str, str]:
    """Return what of the state that was saved the emulator does not have."""
    found = Restored.load(state_dir)
    return {} if found is None else found.lost
