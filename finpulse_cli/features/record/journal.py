"""How far a recording has come, kept in its folder: `recording.json` for the next run, `fixture.json` for a replay."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from finpulse_cli.core.errors import FailedError
from finpulse_cli.core.files import write_atomically
from finpulse_cli.features.record.recordable import Function, provider_of
from finpulse_cli.features.record.recording_plan import RecordingPlan
from finpulse_cli.fixtures.load import DESCRIPTION_FILE, REPLIES_FOLDER
from lambdas.shared.domain.timestamps import format_timestamp

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from finpulse_cli.features.record.recording_plan import Step

JOURNAL_FILE = "recording.json"
_TIMED_BY_US = (Function.GLOBAL_QUOTE, Function.FINNHUB_QUOTE)  # replies that do not say when, or of what, they are


@dataclass
class Journal:
    """The state of the recording in `folder`.

    `kept` has by file when its reply came and the symbols that it holds, `refused` why a request is not made again,
    `asked` how many requests were made on each day in New York.
    """

    folder: Path
    plan: RecordingPlan
    kept: dict[str, dict[str, Any]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path) -> Self | None:
        """Return that of a folder, None where none has begun. Raises FailedError where it cannot be read."""
        path = folder / JOURNAL_FILE
        if not path.exists():
            return None
        try:
            found = json.loads(path.read_text("utf-8"))
            plan = found["plan"]
            return cls(
                folder,
                RecordingPlan(Function(plan["function"]), tuple(plan["symbols"]), plan["rounds"], plan["full"]),
                dict(found["kept"]),
                dict(found["refused"]),
                dict(found["asked"]),
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise FailedError(
                f"{path} cannot be read: {type(error).__name__}", "take it out of the way to record anew in this folder"
            ) from None

    def save(self) -> None:
        """Write it. Raises OSError."""
        plan = self.plan
        content = {
            "plan": {
                "function": plan.function,
                "symbols": plan.symbols,
                "rounds": plan.rounds,
                "full": plan.full,
            },
            "asked": self.asked,
            "kept": self.kept,
            "refused": self.refused,
        }
        self.folder.mkdir(parents=True, exist_ok=True)
        write_atomically(self.folder / JOURNAL_FILE, json.dumps(content, indent=2) + "\n")

    def left(self) -> list[Step]:
        """Return the requests that are still to be made."""
        return [step for step in self.plan.steps() if step.file not in self.kept and step.file not in self.refused]

    def count(self, day: str) -> None:
        """Note a request before it is made: one that was begun is spent."""
        self.asked[day] = self.asked.get(day, 0) + 1
        self.save()

    def settle(self) -> None:
        """Bring what is noted and what is there together again, after an end in the middle of a reply. Raises OSError.

        A reply that is not noted is taken away: when it came is not known.
        """
        replies = self.folder / REPLIES_FOLDER
        there = {file.name: file for file in replies.glob("*.json")} if replies.is_dir() else {}
        self.kept = {file: kept for file, kept in self.kept.items() if file in there}
        for name, file in there.items():
            if name not in self.kept:
                file.unlink()
        if self.kept or self.asked:
            self.save()
            self.describe()

    def keep(self, step: Step, reply: bytes, at: datetime, symbols: list[str]) -> None:
        """Write a reply, and that it is there. Raises OSError."""
        replies = self.folder / REPLIES_FOLDER
        replies.mkdir(parents=True, exist_ok=True)
        write_atomically(replies / step.file, reply)
        self.kept[step.file] = {"recorded_at": format_timestamp(at), "symbols": symbols}
        self.save()
        self.describe()

    def refuse(self, step: Step, reason: str) -> None:
        """Note that the provider will never answer a request."""
        self.refused[step.file] = reason
        self.save()

    def describe(self) -> None:
        """Write the fixture's description of what is there; without a reply there is none. Raises OSError."""
        if not self.kept:
            return
        times = sorted(kept["recorded_at"] for kept in self.kept.values())
        provider = provider_of(self.plan.function).name
        description: dict[str, Any] = {
            "name": _name(self.folder),
            "description": f"{self.plan.function} replies of {provider}, from {times[0]} to {times[-1]}.",
            "symbols": sorted({symbol for kept in self.kept.values() for symbol in kept["symbols"]}),
            "provenance": f"recorded: finpulse record, {provider}",
        }
        if self.plan.function in _TIMED_BY_US:
            description["replies"] = {
                file: {"symbol": kept["symbols"][0], "recorded_at": kept["recorded_at"]}
                for file, kept in sorted(self.kept.items())
            }
        write_atomically(self.folder / DESCRIPTION_FILE, json.dumps(description, indent=2) + "\n")


def _name(folder: Path) -> str:
    """Return the folder's name as a fixture may be called."""
    name = "".join(c if c.isascii() and (c.isalnum() or c in ".-_") else "-" for c in folder.resolve().name)
    return name.lstrip("._-")[:64] or "recording"
