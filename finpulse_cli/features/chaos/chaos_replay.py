"""A replay under faults, from the first put to the verdict."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from random import Random
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import FailedError, MissingError, UsageError, act
from finpulse_cli.features.chaos.evidence import Before, Reader
from finpulse_cli.features.chaos.expected import expected_of, stream_order
from finpulse_cli.features.chaos.injecting import Injecting
from finpulse_cli.features.chaos.poison import POISON, PoisonedPut, poisons
from finpulse_cli.features.chaos.script import scripted
from finpulse_cli.features.chaos.stream_records import records_of
from finpulse_cli.features.chaos.sudden_end import SuddenEnd
from finpulse_cli.features.chaos.verdict import Verdict, judge, kept
from finpulse_cli.features.replay.disturbance import Disturbance
from finpulse_cli.features.replay.drain import Drain
from finpulse_cli.features.replay.on_target import replay_on
from finpulse_cli.features.replay.parallel_put import LANES
from finpulse_cli.features.tail.alerts import alerts_of
from lambdas.shared.ports import Placed
from lambdas.shared.wire.event_json import encode_event

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import TextIO

    from rich.console import Console

    from finpulse_cli.features.chaos.spec import Spec
    from finpulse_cli.features.parity.wait import Timer
    from finpulse_cli.features.replay.disturbance import Put
    from finpulse_cli.features.replay.plan import Plan
    from finpulse_cli.features.replay.run import Finished
    from finpulse_cli.stack.fault_injection import Injection
    from finpulse_cli.stack.outputs import StackOutputs
    from finpulse_cli.stack.target import Target
    from lambdas.shared.domain.event import PriceEvent

BURST_LANES = 16
# an e-mail whose answer was lost at each attempt waits until its claim is old, 25 s, and that may come in a row
STALLED_AFTER = timedelta(minutes=6)
SETTLE_SECONDS = STALLED_AFTER.total_seconds()  # until batches that come again are done
POLL_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class ChaosOutcome:
    """A replay under faults: how it ended, the faults that were met by their name, and the verdict."""

    plan: Plan
    finished: Finished
    injected: Mapping[str, int]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class ChaosReplay:
    """A replay of a new run under the faults of `spec`, drawn by `seed`."""

    target: Target
    stack: StackOutputs
    spec: Spec
    seed: int
    timer: Timer

    def run(self, plan: Plan, screen: Console, keyboard: TextIO) -> ChaosOutcome:
        """Replay and judge. Raises what a replay raises, and CliError where the faults cannot be injected here."""
        reader = self._reader(screen)
        planned = [event for events in plan.rounds() for event in events]
        plan = replace(plan, events=scripted(plan.events, self.spec, self._random("order")))
        self._require_enough(plan.to_send)
        if self.spec.burst:
            plan = replace(plan, speed=None)
        bad = poisons(planned, self.spec.poison, self._random("poison"))
        began = self.timer.clock()
        before = Before(began, reader.other_feeds(plan.feeds, began), list(bad.values()))
        with ExitStack() as open_injection:
            injecting = self._inject(open_injection)
            end = self._sudden_end(injecting, planned, bad, screen)
            disturbance = self._disturbance(injecting, end, bad)
            finished = replay_on(self.target.place, self.stack, plan, screen, keyboard, disturbance=disturbance)
            injected = injecting.so_far() if injecting else None
        if end:
            finished = _without_what_was_lost(finished, end)
        by_id = {event.event_id: event for event in planned}
        ordered = stream_order(finished.drain.sent, by_id)
        once = list({event.event_id: event for event in ordered}.values())
        verdict = judge(
            expected_of(ordered, reader.roster()),
            reader.evidence(finished, once, before),
            injected.may_double if injected else 0,
        )
        if end and end.ending:
            verdict = verdict.extended([kept(end.ending.old, end.ending.old_and_missing)])
        counts = {**_of_the_put(finished, ordered, once), **(injected.counts if injected else {})}
        return ChaosOutcome(plan, finished, counts, verdict)

    def _reader(self, screen: Console) -> Reader:
        inbox = alerts_of(self.target.place.clients, self.stack, self.target.home)
        if inbox is None:
            raise MissingError("the alerts of this stack arrive nowhere on this machine", act("run `{}` again", "up"))
        is_flushed = self.target.injector is not None
        return Reader(self.target.place, self.stack, inbox, self.timer, screen, is_flushed)

    def _require_enough(self, to_send: int) -> None:
        """Refuse a kill that would never come."""
        if self.spec.kill > to_send:
            raise UsageError(
                f"--chaos would kill the emulator after {self.spec.kill:,} events, and {to_send:,} are sent",
                f"name at most kill=emulator:after={to_send}",
            )

    def _inject(self, opened: ExitStack) -> Injecting | None:
        faults = self.spec.faults(self.seed, self.stack.functions)
        if faults.is_empty and not self.spec.kill:
            return None
        if self.target.injector is None:
            raise UsageError(
                f"the target {self.target.name} cannot break its own services",
                "leave throttle, lost-answer, outage, redeliver, crash and kill out, or use the embedded target",
            )
        return opened.enter_context(Injecting(self.target.injector, faults))

    def _sudden_end(
        self, injecting: Injecting | None, planned: Sequence[PriceEvent], bad: Mapping[str, bytes], screen: Console
    ) -> SuddenEnd | None:
        if not self.spec.kill or injecting is None:
            return None
        report = partial(screen.print, highlight=False, markup=False)
        return SuddenEnd(
            self.spec.kill,
            injecting,
            lambda: self.target.lifecycle.start(report),
            records_of(self.target.place.clients.kinesis, self.stack.stream_name),
            {encode_event(event): event.event_id for event in planned} | dict.fromkeys(bad.values(), POISON),
            self.timer.clock,
            report,
        )

    def _disturbance(self, injection: Injection | None, end: SuddenEnd | None, bad: Mapping[str, bytes]) -> Disturbance:
        def around(put: Put) -> Put:
            put_bad: Callable[[str, bytes], Placed] = self._put_bad
            if end:
                put, put_bad = end.around(put), end.around_bad(put_bad)
            return PoisonedPut(put, put_bad, dict(bad))

        usual = Disturbance(
            lanes=BURST_LANES if self.spec.burst else LANES,
            around=around,
            settle=lambda: self._settle(injection),
            stalled_after=STALLED_AFTER,
        )
        return replace(usual, on_the_way=end.on_the_way) if end else usual

    def _settle(self, injection: Injection | None) -> None:
        """Wait until no batch is to come again. Raises FailedError when some do for minutes."""
        if injection and not self.timer.until(
            lambda: not injection.so_far().is_busy, seconds=SETTLE_SECONDS, every=POLL_SECONDS
        ):
            raise FailedError(
                f"batches still come again after {SETTLE_SECONDS:.0f} s", act("see why with `{}`", "status")
            )

    def _put_bad(self, series: str, data: bytes) -> Placed:
        placed = self.target.place.clients.kinesis.put_record(
            StreamName=self.stack.stream_name, Data=data, PartitionKey=series
        )
        return Placed(POISON, placed["ShardId"], placed["SequenceNumber"])

    def _random(self, purpose: str) -> Random:
        return Random(f"{self.seed}/{purpose}")  # noqa: S311 - faults, not secrets


def _without_what_was_lost(finished: Finished, end: SuddenEnd) -> Finished:
    """Return a replay that has sent what the stream has."""
    drain = Drain()
    drain.add(end.stands(finished.drain.sent))
    return replace(finished, drain=drain)


def _of_the_put(finished: Finished, ordered: list[PriceEvent], once: list[PriceEvent]) -> dict[str, int]:
    """Return what was put otherwise than recorded: repeated events, bad records, events behind newer ones."""
    newest: dict[str, PriceEvent] = {}
    behind = 0
    for event in ordered:
        rival = newest.get(event.series)
        if rival is None or event.timestamp >= rival.timestamp:
            newest[event.series] = event
        else:
            behind += 1
    bad = sum(record.event_id == POISON for record in finished.drain.sent)
    return {"repeated": len(ordered) - len(once), "out of order": behind, "poison": bad}
