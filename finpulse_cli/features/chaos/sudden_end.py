"""The emulator killed amid a replay, started again, and what it had acknowledged and lost put once more.

`docs/decisions/saved-state.md` says what may be lost. A put that was cut off is put again, so the stream may hold
records that were never acknowledged: they are found there, so that the verdict is about what consumers saw.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from finpulse_cli.features.chaos.gate import Gate
from finpulse_cli.features.chaos.poison import POISON
from finpulse_cli.features.replay.drain import SentRecord
from lambdas.shared.ports import Placed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from finpulse_cli.features.chaos.injecting import Injecting
    from finpulse_cli.features.chaos.stream_records import Records
    from finpulse_cli.features.replay.disturbance import Put
    from lambdas.shared.domain.event import PriceEvent

BOUND = timedelta(seconds=2)  # what was acknowledged longer before a kill must be there after it


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A record that the stream took: where, when that was heard, and how to put it again."""

    placed: Placed
    at: datetime
    again: Callable[[], Sequence[Placed]]

    @property
    def place(self) -> tuple[str, int]:
        """Shard and sequence number."""
        return _place(self.placed)


@dataclass(frozen=True, slots=True)
class Ending:
    """A kill: how many records had been acknowledged longer than BOUND before, and which of those are missing.

    `lost` are all that are missing.
    """

    old: int
    old_and_missing: tuple[str, ...]
    lost: frozenset[tuple[str, int]]


class SuddenEnd:
    """Kills once `after` events are acknowledged. `records` reads the stream from given places on.

    `known` names what this replay puts, by its bytes. `restart` brings the target back.
    """

    def __init__(
        self,
        after: int,
        injecting: Injecting,
        restart: Callable[[], None],
        records: Records,
        known: Mapping[bytes, str],
        clock: Callable[[], datetime],
        report: Callable[[str], None],
    ) -> None:
        self._after = after
        self._injecting = injecting
        self._restart = restart
        self._records = records
        self._known = known
        self._clock = clock
        self._report = report
        self._gate = Gate()
        self._begun = 0
        self._acknowledged: list[Acknowledged] = []
        self.ending: Ending | None = None

    def around(self, put: Put) -> Put:
        """Return `put` that survives the kill."""

        def survivor(events: Sequence[PriceEvent]) -> Sequence[Placed]:
            def attempt() -> Sequence[Placed]:
                placed = put(events)
                self._note(placed, [partial(put, [event]) for event in events])
                return placed

            return self._gate.through(attempt)

        return survivor

    def around_bad(self, put_bad: Callable[[str, bytes], Placed]) -> Callable[[str, bytes], Placed]:
        """Return `put_bad` that survives the kill."""

        def survivor(series: str, data: bytes) -> Placed:
            def attempt() -> Placed:
                placed = put_bad(series, data)
                self._note([placed], [lambda: [put_bad(series, data)]])
                return placed

            return self._gate.through(attempt)

        return survivor

    def on_the_way(self, events: Sequence[PriceEvent]) -> list[SentRecord]:
        """Kill when it is time, these events being handed in; return what is on the stream that no put told of."""
        self._begun += len(events)
        if self.ending or self._begun < self._after or not self._gate.wait_until(self._is_due):
            return []
        with self._gate.closed():
            killed_at = self._clock()
            shards = {it.placed.shard_id for it in self._acknowledged}
            # as with any process that dies, the e-mail in hand may have gone out and not be noted: one a shard
            self._injecting.kill(may_double=len(shards))
            self._report(f"the emulator was killed after {len(self._acknowledged):,} records, as asked for")
            self._gate.wait_for_those_under_way()
            self._restart()
            self._injecting.go_on()
            return self._recovered(killed_at)

    def stands(self, sent: Iterable[SentRecord]) -> list[SentRecord]:
        """Return the records that were not lost."""
        lost = self.ending.lost if self.ending else frozenset()
        return [it for it in sent if (it.shard_id, it.sequence_number) not in lost]

    def _is_due(self) -> bool:
        return sum(it.placed.event_id != POISON for it in self._acknowledged) >= self._after

    def _note(self, placed: Sequence[Placed], again: Sequence[Callable[[], Sequence[Placed]]]) -> None:
        now = self._clock()
        self._acknowledged += [Acknowledged(place, now, put) for place, put in zip(placed, again, strict=True)]

    def _recovered(self, killed_at: datetime) -> list[SentRecord]:
        """Compare the stream with what was acknowledged; put what is lost again, in order."""
        acknowledged = sorted(self._acknowledged, key=lambda it: it.place)
        first = {it.placed.shard_id: it.placed.sequence_number for it in reversed(acknowledged)}
        present = {(shard, number): data for shard, number, data in self._records(first)}
        lost = [it for it in acknowledged if it.place not in present]
        untold = _untold(present, {it.place for it in acknowledged}, self._known)
        again = [place for it in lost for place in it.again()]
        missing = frozenset(it.place for it in lost)
        old = [it for it in acknowledged if it.at < killed_at - BOUND]
        self.ending = Ending(len(old), tuple(it.placed.event_id for it in old if it.place in missing), missing)
        self._report(
            f"{len(lost):,} acknowledged records were lost with it and put again; {len(untold):,} had no answer"
        )
        now = self._clock()
        return [SentRecord(it.event_id, *_place(it), now) for it in [*untold, *again]]


def _untold(
    present: Mapping[tuple[str, int], bytes], told: set[tuple[str, int]], known: Mapping[bytes, str]
) -> list[Placed]:
    """Return the records of ours that are there though nobody heard so."""
    return [
        Placed(known[data], shard, str(number))
        for (shard, number), data in present.items()
        if (shard, number) not in told and data in known
    ]


def _place(placed: Placed) -> tuple[str, int]:
    return placed.shard_id, int(placed.sequence_number)
