"""What `finpulse replay` is told to expect: compare with it, or write it down."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from finpulse_cli.core import console
from finpulse_cli.core.errors import ExpectationError, UsageError, act
from finpulse_cli.features.replay.expect import Expectation, differences, observed_anomalies
from finpulse_cli.features.replay.expectation import expectation_of, write_expectation
from finpulse_cli.features.replay.part import WHOLE, Part
from finpulse_cli.features.replay.plan import expectation_for
from finpulse_cli.fixtures.load import EXPECTED_FILE, locate, shipped_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finpulse_cli.features.replay.events import Ticks
    from finpulse_cli.features.replay.outcome import Outcome
    from finpulse_cli.features.replay.plan import Plan


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to do about an expectation: `expect` compares, `write` writes; `file` is another than the fixture's own."""

    fixture: str | None
    file: Path | None
    expect: bool
    write: bool
    ticks: Ticks
    symbols: Sequence[str]
    part: Part = WHOLE

    def expected(self) -> Expectation | None:
        """Return what to compare with, None for nothing. Raises UsageError where there is none, or where it is moot."""
        if self.write:
            self.target()
            return None
        if not self.expect and self.file is None:
            return None
        if self.fixture is None and self.file is None:
            raise UsageError("the lake brings no expectation of its own", "give one: --expectation FILE")
        return expectation_for(self.fixture or "", self.file, ticks=self.ticks, symbols=self.symbols, part=self.part)

    def target(self) -> Path:
        """Return the file to write. Raises UsageError where it must be named."""
        if self.expect:
            raise UsageError("--expect and --write-expectation exclude each other", "leave one of them out")
        if self.file is not None:
            return self.file
        if self.fixture is None or self.symbols or not self.part.is_all:
            raise UsageError(
                "an expectation of a part, or of the lake, has no file of its own", "name one: --expectation FILE"
            )
        folder = locate(self.fixture)
        if not folder.is_dir():
            raise UsageError(f"{folder} is one reply, not a folder", "name a file: --expectation FILE")
        if folder.resolve().parent == shipped_folder():
            raise UsageError(
                "what the shipped fixtures expect comes from an independent implementation",
                "name another file: --expectation FILE",
            )
        return folder / EXPECTED_FILE


def compare(expected: Expectation, plan: Plan, outcomes: Sequence[Outcome]) -> None:
    """Compare each run's own feed with what is expected. Raises ExpectationError with every difference."""
    lines = [line for outcome in outcomes for line in differences(expected, observed(plan, outcome, expected.ticks))]
    if lines:
        listing = "\n".join(["the replay is not as expected (- expected, + found, times as recorded):", *lines])
        raise ExpectationError(listing, act("{} shows how one was scored", "anomalies explain EVENT_ID"))
    console.note(f"as expected: {expected.events} events, {len(expected.anomalies)} anomalies")


def write(wanted: Wanted, plan: Plan, outcomes: Sequence[Outcome]) -> None:
    """Write what the events must leave by the rules, once it is known that they did. Raises ExpectationError if not."""
    expectation = expectation_of(plan.events, plan.shift, wanted.ticks)
    compare(expectation, plan, outcomes)
    file = wanted.target()
    write_expectation(file, expectation)
    console.note(f"written to {file}; compare later replays with --expect")


def observed(plan: Plan, outcome: Outcome, ticks: str) -> Expectation:
    """Return what stands in the feed of one run, its times as recorded."""
    after = outcome.after
    return Expectation(
        events=after.events,
        prices=after.prices,
        candles=after.candles,
        anomalies=observed_anomalies(after.anomalies, plan.shift),
        ticks=ticks,
    )
