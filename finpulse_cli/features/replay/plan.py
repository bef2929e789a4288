"""What a replay will send, settled before anything is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from finpulse_cli.core.errors import UsageError
from finpulse_cli.features.replay.events import Ticks, events_of, in_run, run_of, ticks_of
from finpulse_cli.features.replay.expect import Expectation, read_expectation
from finpulse_cli.features.replay.part import WHOLE, Part
from finpulse_cli.features.replay.rebase import Rebase, shift_of
from finpulse_cli.features.replay.run_id import run_names
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

    Sent more than once, a recording is several runs, `runs`, each with feeds of its own; `events` are the first's.
    `notes` are what a user should know of how the recording was read. `is_new`: no stack has ever met these runs.
    """

    name: str
    events: tuple[PriceEvent, ...]
    shift: timedelta
    speed: float | None
    runs: tuple[str, ...]
    notes: tuple[str, ...] = ()
    is_new: bool = False

    @property
    def to_send(self) -> int:
        """Records that go onto the stream."""
        return len(self.events) * len(self.runs)

    @property
    def feed(self) -> str:
        """The feed of the first event."""
        return self.events[0].feed

    @property
    def feeds(self) -> tuple[str, ...]:
        """Every feed that events go to, by run; those of one run in order of their first events."""
        first = dict.fromkeys(event.feed for event in self.events)
        return tuple(run_of(feed, run) for run in self.runs for feed in first)

    def rounds(self) -> list[tuple[PriceEvent, ...]]:
        """Return the events of each run."""
        return [self.events, *(tuple(in_run(event, run) for event in self.events) for run in self.runs[1:])]


class Placing(TypedDict):
    """What a user asks of any replay, wherever its events come from.

    `run` names its feed beside the recording; sent `repeat` times, it is as many runs. Of the recording `part` is sent.
    """

    run: str
    rebase: Rebase
    symbols: Sequence[str]
    speed: float | None
    repeat: int
    part: Part
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
    part: Part = WHOLE,
    now: datetime,
) -> Plan:
    """Read a fixture and place it in time. Raises `UsageError` or `FailedError` naming what is wrong with it."""
    runs = tuple(run_names(run, repeat))
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
    recorded = part.of(loaded.name, recorded, lambda tick: tick.at)
    shift = shift_of(rebase, recorded[-1].at, now)
    _require_past(recorded[-1].at + shift, now)
    return Plan(
        name=loaded.name,
        events=tuple(events_of(recorded, feed_of(loaded.name, run), shift, now)),
        shift=shift,
        speed=speed,
        runs=runs,
        notes=recording.notes,
    )


def _require_past(last: datetime, now: datetime) -> None:
    if last - now > MAX_AHEAD:
        raise UsageError(
            f"The recording ends at {format_timestamp(last)}, which is still to come; every consumer would put it into "
            "quarantine.",
            "Leave --rebase keep out, and it ends in the current minute.",
        )


def expectation_for(
    fixture: str, file: Path | None, *, ticks: Ticks, symbols: Sequence[str], part: Part = WHOLE
) -> Expectation:
    """Return the expectation in `file`, or the fixture's own. Raises `UsageError` where it is about another replay."""
    if file is None and not part.is_all:
        raise UsageError("The fixture's own expectation is about all of its time.", "Leave --from and --to out.")
    if file is None and symbols:
        raise UsageError("The fixture's own expectation is about all of its symbols.", "Leave --symbols out.")
    expectation = read_expectation(file or locate(fixture) / EXPECTED_FILE)
    if expectation.ticks != ticks:
        raise UsageError(
            f"The expectation is for --ticks {expectation.ticks}, not {ticks}.",
            f"Replay with --ticks {expectation.ticks}, or give another file.",
        )
    return expectation
