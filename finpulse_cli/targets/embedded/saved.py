"""What became of the emulator's state when it was last saved: written by the emulator's process, read by `down`.

A process that ended in good order has not therefore saved everything; only this record says so.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from finpulse_cli.core.files import write_atomically
from finpulse_cli.daemon.process import ProcessRecord, start_time

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE_NAME = "finpulse-saved.json"  # beside the emulator's own files, and gone with them


@dataclass(frozen=True, slots=True)
class SaveRecord:
    """One save that came to its end. `pid` and `start_time` tell which process made it.

    `lost` is what could not be written, by the name of the service, with the reason.
    """

    pid: int
    start_time: float | None
    lost: dict[str, str]

    @classmethod
    def of_this_process(cls, lost: Mapping[str, str]) -> SaveRecord:
        """Return the record of a save by this very process."""
        return cls(os.getpid(), start_time(os.getpid()), dict(lost))

    @classmethod
    def load(cls, state_dir: Path) -> SaveRecord | None:
        """Return the record of the last save; None when there is none, or it is damaged."""
        try:
            fields = json.loads((state_dir / FILE_NAME).read_text(encoding="utf-8"))
            lost = {str(name): str(reason) for name, reason in fields["lost"].items()}
            return cls(int(fields["pid"]), float(fields["start_time"]), lost)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def save(self, state_dir: Path) -> None:
        """Keep this record beside what was saved."""
        write_atomically(state_dir / FILE_NAME, json.dumps(asdict(self)) + "\n")

    def is_by(self, process: ProcessRecord) -> bool:
        """Return whether `process` made this save."""
        return (self.pid, self.start_time) == (process.pid, process.start_time)


def lost_by(process: ProcessRecord, state_dir: Path) -> dict[str, str]:
    """Return what `process`, which has ended, could not save; the end when it left no record of its own."""
    record = SaveRecord.load(state_dir)
    if record is None or not record.is_by(process):
        return {"what came last": "it ended before it had saved its state"}
    return record.lost
