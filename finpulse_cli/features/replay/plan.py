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
from lambdas.shared.domain.feed import feed_of
from lambdas.shared.domain.timestamps import format_timestamp
from lambdas.shared.wire.event_json import MAX_AHEAD

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta
    from pathlib import Path

    from lambdas.shared.domain.event import PriceEvent


@dataclass(frozen=True, slots=True)
class Plan:
    """A replay's events in order of (timestamp, symbol), by how much they were moved, and its pace.

    `notes` are what a user should know of how the recording was read.
    """

    name: str
    feed: str
    events: tuple[PriceEvent, ...]
    shift: timedelta
    speed: float | None
    repeat: int
    notes: tuple[str, ...] = ()

    @property
    def to_send(self) -> int:
        """Records that go onto the stream."""
        return len(self.events) * self.repeat


class Placing(TypedDict):
    """What a user asks of any replay, wherever its events come from. `run` names its feed beside the recording."""

    run: str
    rebase: Rebase
    symbols: Sequence[str]
    speed: float | None
    repeat: int
    now: datetime


def make_plan(
    fixture: str,
    *,
    ticks: Ticks,
    run: str,
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
    if not recorded:
        raise UsageError(
            f"Fixture {loaded.name!r} gives no time of day for {', '.join(sorted(wanted))}.",
            "Choose a symbol with TIME_SERIES_INTRADAY or REALTIME_BULK_QUOTES replies.",
        )
    shift = shift_of(rebase, recorded[-1].at, now)
    _require_past(recorded[-1].at + shift, now)
    feed = feed_of(loaded.name, run)
    return Plan(
        name=loaded.name,
        feed=feed,
        events=tuple(events_of(recorded, feed, shift, now)),
        shift=shift,
        speed=speed,
        repeat=repeat,
        notes=recording.notes,
    )


def _require_past(last: datetime, now: datetime) -> None:
    if last - now > MAX_AHEAD:
        raise UsageError(
            f"The recording ends at {format_timestamp(last)}, which is still to come; every consumer would put it into "
            "quarantine.",
            "Leave --rebase keep out, and it ends in the current minute.",
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
