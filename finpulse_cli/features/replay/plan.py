"""What a replay will send, settled before anything is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from finpulse_cli.core.errors import UsageError
from finpulse_cli.features.replay.events import Ticks, events_of, ticks_of
from finpulse_cli.features.replay.expect import Expectation, read_expectation
from finpulse_cli.features.replay.rebase import Rebase, shift_of
from finpulse_cli.fixtures.load import EXPECTED_FILE, load, locate
from finpulse_cli.fixtures.recording import recording_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta
    from pathlib import Path

    from lambdas.shared.domain.event import PriceEvent


@dataclass(frozen=True, slots=True)
class Plan:
    """A replay's events in order of (timestamp, symbol), by how much they were moved, and its pace."""

    name: str
    events: tuple[PriceEvent, ...]
    shift: timedelta
    speed: float | None
    repeat: int
    untimed: int  # recorded quotes left out because their reply gives no time of day

    @property
    def to_send(self) -> int:
        """Records that go onto the stream."""
        return len(self.events) * self.repeat


class Placing(TypedDict):
    """What a user asks of any replay, wherever its events come from."""

    rebase: Rebase
    symbols: Sequence[str]
    speed: float | None
    repeat: int
    now: datetime


def make_plan(
    fixture: str,
    *,
    ticks: Ticks,
    rebase: Rebase,
    symbols: Sequence[str],
    speed: float | None,
    repeat: int,
    now: datetime,
) -> Plan:
    """Reads a fixture and places it in time. Raises `UsageError` or `FailedError` naming what is wrong with it."""
    loaded = load(fixture)
    wanted = frozenset(symbol.upper() for symbol in symbols)
    if unknown := sorted(wanted - set(loaded.symbols)):
        raise UsageError(
            f"Fixture {loaded.name!r} has no {', '.join(unknown)}.", f"It has {', '.join(loaded.symbols)}."
        )
    recording = recording_of(loaded)
    recorded = ticks_of(recording, ticks, wanted or None)
    shift = shift_of(rebase, recorded[-1].at, now)
    return Plan(
        name=loaded.name,
        events=tuple(events_of(recorded, loaded.name, shift, now)),
        shift=shift,
        speed=speed,
        repeat=repeat,
        untimed=recording.untimed,
    )


def expectation_for(fixture: str, file: Path | None, *, ticks: Ticks, symbols: Sequence[str]) -> Expectation:
    """The expectation in `file`, or the fixture's own. Raises `UsageError` where it is about another replay."""
    if file is None and symbols:
        raise UsageError("The fixture's own expectation is about all of its symbols.", "Leave --symbols out.")
    expectation = read_expectation(file or locate(fixture) / EXPECTED_FILE)
    if expectation.ticks != ticks:
        raise UsageError(
            f"The expectation is for --ticks {expectation.ticks}, not {ticks}.",
            f"Replay with --ticks {expectation.ticks}, or give another file.",
        )
    return expectation
