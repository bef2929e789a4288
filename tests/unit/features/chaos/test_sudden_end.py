"""The emulator killed amid a replay: what it lost is put again, what was cut off is found."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from finpulse_cli.features.chaos.injecting import Injecting
from finpulse_cli.features.chaos.poison import POISON
from finpulse_cli.features.chaos.sudden_end import SuddenEnd
from finpulse_cli.features.replay.drain import SentRecord
from finpulse_cli.stack.fault_injection import Faults, Injected
from lambdas.shared.ports import Placed
from lambdas.shared.wire.event_json import encode_event
from tests.factories import NOON, SHARD, price_run

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from lambdas.shared.domain.event import PriceEvent

EVENTS = price_run([1, 2, 3, 4, 5, 6])
BAD = b"not an event"
KNOWN = {encode_event(event): event.event_id for event in EVENTS} | {BAD: POISON}
AFTER = 4


class Emulator:
    """A stream in memory that forgets its last `forgets` records when it is killed. Implements `FaultInjector`."""

    def __init__(self, forgets: int, seconds_a_put: float = 1.0) -> None:
        self.records: list[tuple[int, bytes]] = []
        self.forgets = forgets
        self.now = NOON
        self.is_alive = True
        self._pace = timedelta(seconds=seconds_a_put)
        self._number = 10
        self.begun: list[Faults] = []
        self.reports: list[str] = []

    def clock(self) -> datetime:
        return self.now

    def put(self, events: Sequence[PriceEvent]) -> list[Placed]:
        return [self._take(event.event_id, encode_event(event)) for event in events]

    def put_bad(self, _series: str, data: bytes) -> Placed:
        return self._take(POISON, data)

    def _take(self, name: str, data: bytes) -> Placed:
        if not self.is_alive:
            raise ConnectionError("refused")
        self._number += 1
        self.now += self._pace
        self.records.append((self._number, data))
        return Placed(name, SHARD, f"{self._number:030d}")

    def from_place(self, first: Mapping[str, str]) -> Iterator[tuple[str, int, bytes]]:
        yield from ((SHARD, number, data) for number, data in self.records if f"{number:030d}" >= first[SHARD])

    def kill(self) -> None:
        self.is_alive = False
        del self.records[len(self.records) - self.forgets :]

    def start(self) -> None:
        self.is_alive = True

    @contextmanager
    def inject(self, faults: Faults) -> Iterator[Emulator]:
        self.begun.append(faults)
        yield self

    def so_far(self) -> Injected:
        return Injected({"throttle=dynamodb": 3}, 1, is_busy=False)


def ended(emulator: Emulator, injecting: Injecting) -> SuddenEnd:
    return SuddenEnd(
        AFTER, injecting, emulator.start, emulator.from_place, KNOWN, emulator.clock, emulator.reports.append
    )


def replayed(emulator: Emulator) -> tuple[SuddenEnd, list[SentRecord], Injected]:
    """Put one event after another, a bad record before the third."""
    sent: list[Placed] = []
    found: list[SentRecord] = []
    with Injecting(emulator, Faults(7)) as injecting:
        end = ended(emulator, injecting)
        put, put_bad = end.around(emulator.put), end.around_bad(emulator.put_bad)
        for place, event in enumerate(EVENTS):
            if place == 2:
                sent.append(put_bad(event.series, BAD))
            sent += put([event])
            found += end.on_the_way([event])
        injected = injecting.so_far()
    told = [SentRecord(it.event_id, it.shard_id, int(it.sequence_number), NOON) for it in sent]
    return end, sorted([*end.stands(told), *found], key=lambda it: it.sequence_number), injected


def test_what_is_lost_is_put_again_in_order_and_the_rest_goes_on() -> None:
    emulator = Emulator(forgets=3)
    end, stands, _ = replayed(emulator)
    assert [KNOWN[data] for _, data in emulator.records] == [it.event_id for it in stands]
    names = [event.event_id for event in EVENTS]
    assert [it.event_id for it in stands] == [*names[:2], POISON, *names[2:]]
    assert [it.sequence_number for it in stands] == [number for number, _ in emulator.records]
    assert end.ending is not None
    assert len(end.ending.lost) == 3
    assert emulator.reports[0] == "the emulator was killed after 5 records, as asked for"
    assert emulator.reports[1].startswith("3 acknowledged records were lost with it and put again")


def test_a_loss_of_what_was_acknowledged_long_before_is_told() -> None:
    slow, quick = replayed(Emulator(forgets=5))[0].ending, replayed(Emulator(5, seconds_a_put=0.1))[0].ending
    assert slow is not None
    assert quick is not None
    assert (slow.old, slow.old_and_missing) == (2, (EVENTS[0].event_id, EVENTS[1].event_id))
    assert (quick.old, quick.old_and_missing) == (0, ())


def test_the_faults_begin_again_and_what_was_injected_before_counts() -> None:
    emulator = Emulator(forgets=0)
    _, _, injected = replayed(emulator)
    assert emulator.begun == [Faults(7), Faults(7)]
    assert injected.counts == {"throttle=dynamodb": 6, "kill=emulator": 1}
    assert injected.may_double == 3, "one before, one after, and the e-mail that was in hand"


def test_a_record_whose_put_was_cut_off_is_found() -> None:
    emulator = Emulator(forgets=0)
    with Injecting(emulator, Faults(7)) as injecting:
        end = ended(emulator, injecting)
        end.around(emulator.put)(EVENTS[:AFTER])
        untold = emulator.put([EVENTS[4]])
        (found,) = end.on_the_way(EVENTS)
    assert (found.event_id, found.sequence_number) == (EVENTS[4].event_id, int(untold[0].sequence_number))


def test_it_is_killed_once_and_not_too_soon() -> None:
    emulator = Emulator(forgets=1)
    with Injecting(emulator, Faults(7)) as injecting:
        end = ended(emulator, injecting)
        put = end.around(emulator.put)
        put(EVENTS[:3])
        assert end.on_the_way(EVENTS[:3]) == []
        assert end.ending is None
        put(EVENTS[3:5])
        assert len(end.on_the_way(EVENTS[3:5])) == 1
        assert end.on_the_way(EVENTS[5:]) == []
    assert len(emulator.begun) == 2
