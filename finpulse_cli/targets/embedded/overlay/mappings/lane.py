"""One reader of one shard: gathers a batch, has it settled, and only then goes on.

With a ParallelizationFactor a shard has several, each for the partition keys that are its own, so that the order of
each key is kept. A position moves when what is before it is done, filtered out or given up, never earlier.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from finpulse_cli.targets.embedded.overlay.chaos.injector import Injector
from finpulse_cli.targets.embedded.overlay.mappings import positions
from finpulse_cli.targets.embedded.overlay.mappings.attempts import Batch, Step, after, expired
from finpulse_cli.targets.embedded.overlay.mappings.backoff import pause_seconds
from finpulse_cli.targets.embedded.overlay.mappings.batching import Gathered, gather
from finpulse_cli.targets.embedded.overlay.mappings.configuration import OK, PROBLEM
from finpulse_cli.targets.embedded.overlay.mappings.failure_record import EXHAUSTED, TOO_OLD, Failure
from finpulse_cli.targets.embedded.overlay.mappings.filters import passes
from finpulse_cli.targets.embedded.overlay.mappings.records import (
    Record,
    Source,
    bare_bytes_of,
    encoded_bytes,
    event_of,
)
from finpulse_cli.targets.embedded.overlay.mappings.responses import Failed, Succeeded, Verdict, verdict
from finpulse_cli.targets.embedded.overlay.mappings.rules import INFINITE, Rules
from finpulse_cli.targets.embedded.overlay.mappings.shards import Stream, is_closed, records_after, retention_seconds
from finpulse_cli.targets.embedded.overlay.mappings.windows import Window

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from finpulse_cli.targets.embedded.overlay.mappings.checkpoints import Checkpoints, MappingKey
    from finpulse_cli.targets.embedded.overlay.mappings.destinations import Destinations
    from finpulse_cli.targets.embedded.overlay.mappings.invocations import Answer, Functions
    from finpulse_cli.targets.embedded.overlay.mappings.metrics import Metrics
    from finpulse_cli.targets.embedded.overlay.mappings.signals import Signal
    from finpulse_cli.targets.embedded.overlay.shifted_time import EmulatorClock

LOOK_SECONDS = 0.05  # how often a batch that is not full yet is looked at
STUCK_FAILURES = 4  # in a row; from then on the clock does not wait for the batch
_log = logging.getLogger("lambda")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What all lanes share: `arrivals` is set on every put, `changes` when a shard has been read to its end.

    `clock` says how old records are; pauses and batching windows take real time. `injector` is told of batches, some
    of which come once more.
    """

    functions: Functions
    destinations: Destinations
    checkpoints: Checkpoints
    metrics: Metrics
    arrivals: Signal
    changes: Signal
    clock: EmulatorClock
    injector: Injector = field(default_factory=Injector)


@dataclass(frozen=True, slots=True)
class Place:
    """Which lane of which shard of which mapping."""

    key: MappingKey
    shard_id: str
    number: int
    lanes: int


class Lane:
    """Reads until it is told to stop, its mapping is gone, or its shard is at its end."""

    def __init__(self, place: Place, mapping: dict[str, Any], stream: Stream, around: Surroundings) -> None:
        self._place, self._mapping, self._stream, self._around = place, mapping, stream, around
        kept = (around.checkpoints.of(place.key) or {}).get(place.shard_id) or []
        state: positions.Lane = kept[place.number] if place.number < len(kept) else {"after": positions.BEGINNING}
        self._after: str = state["after"]
        self._window: Window | None = Window(**state["window"]) if state.get("window") else None
        self._through = self._after
        self._pending: tuple[Batch, ...] = ()
        self._opened: float | None = None
        self._failures = 0
        self._stopped = threading.Event()

    def stop(self) -> None:
        """Have it end after the invocation it is at."""
        self._stopped.set()

    @property
    def is_idle(self) -> bool:
        """Whether it is done with all that can be done at this time.

        A batch that fails again and again holds no clock up: on AWS, too, time goes on, and ends it when it is too old.
        """
        now = self._around.clock.seconds()
        if self._after == positions.END or self._is_stuck(now):
            return True
        return next(records_after(self._stream, self._place.shard_id, self._after, now), None) is None

    @property
    def is_busy(self) -> bool:
        """Whether it has a batch that is not settled yet."""
        return bool(self._pending)

    def _is_stuck(self, now: float) -> bool:
        pending = self._pending
        rules = self._with_retention(Rules.of(self._mapping))
        return self._failures >= STUCK_FAILURES and bool(pending) and not expired(pending[0], now, rules)

    def run(self) -> None:
        """Read, in the account and region of the mapping."""
        while not self._stopped.is_set() and self._after != positions.END:
            rules = Rules.of(self._mapping)
            seen = self._around.arrivals.count
            if self._pending:
                self._attempt(rules)
            else:
                self._look(rules, seen)

    def _look(self, rules: Rules, seen: int) -> None:
        """Take the next batch when there is one to send, or wait for more."""
        now = self._around.clock.seconds()
        closed = is_closed(self._stream, self._place.shard_id)  # before reading: nothing comes after it
        found = self._gathered(rules, now)
        if self._window and (found.records or closed or now >= self._window.end):
            first = found.records[0].arrived if found.records else None
            if first is None or first >= self._window.end:
                self._close(self._window, rules, early=False)
                return
        if not found.records:
            self._skip(found, seen, closed=closed)
        elif found.is_full or closed or self._is_due(rules):
            self._through, self._pending = found.through or self._after, (Batch(found.records),)
        else:
            self._around.arrivals.wait_beyond(self._around.arrivals.count, LOOK_SECONDS)

    def _gathered(self, rules: Rules, now: float) -> Gathered:
        found: Iterable[Record] = records_after(self._stream, self._place.shard_id, self._after, now)
        bare_bytes = bare_bytes_of(self._source())
        if rules.window_seconds:
            found = _of_one_window(found, rules.window_seconds, lambda record: self._is_wanted(record, rules))
        return gather(
            found,
            rules.batch_size,
            lambda record: self._is_wanted(record, rules),
            lambda record: encoded_bytes(record, bare_bytes),
        )

    def _is_wanted(self, record: Record, rules: Rules) -> bool:
        own = positions.lane_of(record.partition_key, self._place.lanes) == self._place.number
        return own and passes(record, rules.patterns)

    def _is_due(self, rules: Rules) -> bool:
        """Whether the batching window, which opens when something is there to gather, has passed.

        Where time stands still nothing more is to come.
        """
        now = time.monotonic()
        if self._opened is None:
            self._opened = now
        return self._around.clock.is_stopped or now - self._opened >= rules.gather_seconds

    def _skip(self, found: Gathered, seen: int, *, closed: bool) -> None:
        """Go past records that are not for the function; without any, end with the shard or wait."""
        if found.through is not None:
            self._move(found.through)
        elif closed:
            self._move(positions.END)
            self._around.changes.set()
        else:
            timeout = max(0.0, self._window.end - self._around.clock.seconds()) if self._window else None
            self._around.arrivals.wait_beyond(seen, timeout)

    def _attempt(self, rules: Rules) -> None:
        """Try the first batch that is pending once."""
        batch, rest = self._pending[0], self._pending[1:]
        if gone := expired(batch, self._around.clock.seconds(), self._with_retention(rules)):
            old = replace(batch, records=batch.records[:gone])
            self._give_up(old, Failure(self._arn, TOO_OLD, max(1, batch.attempts)), rules)
            left = (Batch(batch.records[gone:], batch.attempts),) if gone < len(batch.records) else ()
            self._settle(left + rest)
            return
        self._around.injector.invoked(self._mapping["FunctionName"], len(batch.records))
        answer = self._invoke(rules, batch)
        if answer is None:
            self._failed()
            self._pause()
            return
        judged = self._judge(answer, batch, rules)
        step = after(batch, judged, rules)
        if self._comes_again(judged, rules):
            step = Step((replace(batch, attempts=0),))
        if step.given_up:
            error = judged.error if isinstance(judged, Failed) else None
            failure = Failure(self._arn, EXHAUSTED, step.given_up.attempts, answer.version, error)
            self._give_up(step.given_up, failure, rules)
        self._conclude(judged, step, rest)

    def _comes_again(self, judged: Verdict, rules: Rules) -> bool:
        """Whether what was processed is delivered once more, as AWS may; not within a window, which has counted it."""
        if not isinstance(judged, Succeeded) or rules.window_seconds:
            return False
        return self._around.injector.comes_again(self._mapping["FunctionName"])

    def _conclude(self, judged: Verdict, step: Step, rest: tuple[Batch, ...]) -> None:
        self._settle(step.pending + rest)
        if isinstance(judged, Succeeded):
            self._failures = 0
            self._mapping["LastProcessingResult"] = OK
            return
        self._failed()
        if step.pauses:
            self._pause()
        else:
            self._failures = 0

    def _invoke(self, rules: Rules, batch: Batch) -> Answer | None:
        event = event_of(batch.records, self._source())
        if rules.window_seconds:
            self._window = self._window or Window.around(batch.records[0].arrived, rules.window_seconds)
            event = self._window.around_event(event, self._source(), final=False, early=False)
        return self._around.functions.invoke(self._mapping, event, batch.records[-1].arrived)

    def _judge(self, answer: Answer, batch: Batch, rules: Rules) -> Verdict:
        if answer.error:
            return Failed(answer.error)
        if self._window:
            following = self._window.after(answer.body)
            if following is None:
                return Failed()
            judged = verdict(answer.body, batch.records, reports_items=rules.reports_items)
            if not isinstance(judged, Failed):
                self._window = following
            return judged
        return verdict(answer.body, batch.records, reports_items=rules.reports_items)

    def _close(self, window: Window, rules: Rules, *, early: bool) -> None:
        """Call the function for the last time in a window, until it succeeds or its attempts are spent."""
        event = window.around_event({"Records": []}, self._source(), final=True, early=early)
        answer = self._around.functions.invoke(self._mapping, event, None)
        if answer is not None and not answer.error:
            self._window, self._failures = None, 0
        else:
            self._failed()
            if answer is not None and rules.retries != INFINITE and self._failures > rules.retries:
                _log.warning("%s: the last call of the window from %s failed", self._arn, window.start)
                self._window, self._failures = None, 0
            else:
                self._pause()
        self._move(self._after)

    def _give_up(self, batch: Batch, failure: Failure, rules: Rules) -> None:
        function = self._around.functions.configuration(self._mapping)
        told = failure, batch.records, self._source()
        if not rules.destination or function is None:
            _log.warning("%s gives %d records up: %s", self._arn, len(batch.records), failure.condition)
        elif not self._around.destinations.deliver(self._mapping, function, told, rules.destination):
            name = (*self._place.key[:2], self._mapping["FunctionName"])
            self._around.metrics.add(name, DestinationDeliveryFailures=1.0)

    def _settle(self, pending: tuple[Batch, ...]) -> None:
        """Go on with what is pending; the position is before its first record, or behind the whole batch."""
        self._pending = pending
        if pending:
            self._move(str(pending[0].records[0].number - 1))
            return
        self._opened = None
        self._move(self._through)
        if self._window and self._window.is_too_large:
            self._close(self._window, Rules.of(self._mapping), early=True)

    def _move(self, after: str) -> None:
        self._after = after
        state: positions.Lane = {"after": after}
        if self._window:
            window = self._window
            state["window"] = {"start": window.start, "seconds": window.seconds, "state": window.state}
        self._around.checkpoints.move(self._place.key, self._place.shard_id, self._place.number, state)

    def _failed(self) -> None:
        self._failures += 1
        self._mapping["LastProcessingResult"] = PROBLEM

    def _pause(self) -> None:
        """Wait before the same again; cut short when the lane is to stop."""
        self._stopped.wait(pause_seconds(self._failures, random.random()))  # noqa: S311 - jitter

    def _with_retention(self, rules: Rules) -> Rules:
        """Return the rules without attempts on what the stream no longer holds, however old records may become."""
        kept = int(retention_seconds(self._stream))
        limit = kept if rules.max_age_seconds == INFINITE else min(kept, rules.max_age_seconds)
        return replace(rules, max_age_seconds=limit)

    def _source(self) -> Source:
        function: Mapping[str, Any] = self._around.functions.configuration(self._mapping) or {}
        arn = self._mapping["EventSourceArn"]
        return Source(arn, self._place.shard_id, self._place.key[1], function.get("Role", ""))

    @property
    def _arn(self) -> str:
        return str(self._mapping["FunctionArn"])


def _of_one_window(found: Iterable[Record], seconds: int, is_wanted: Any) -> Iterable[Record]:
    """Yield records until one that is wanted belongs to another window than the first of them."""
    window = None
    for record in found:
        if is_wanted(record):
            own = Window.around(record.arrived, seconds)
            if window and own.start != window.start:
                return
            window = own
        yield record
