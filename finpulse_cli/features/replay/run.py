"""One replay from the first put to the last consumer's last write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import FailedError, act
from finpulse_cli.features.replay.drain import Drain, SentRecord
from finpulse_cli.features.replay.outcome import Outcome, read_outcome, stored_anomalies
from finpulse_cli.features.replay.pace import PAGE, Page, pages_of
from finpulse_cli.features.replay.patience import STALLED_AFTER, Patience
from finpulse_cli.features.replay.series import begin_series
from finpulse_cli.features.replay.watch import Screen, Watch
from finpulse_cli.features.status.lag import READ_LIMIT, unprocessed_records
from finpulse_cli.stack.progress import Checkpoints, read_progress
from lambdas.shared.adapters.kinesis_stream import KinesisStream

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from typing import Any

    from finpulse_cli.features.replay.plan import Plan
    from finpulse_cli.stack.clients import Clients
    from finpulse_cli.stack.outputs import StackOutputs

POLL_SECONDS = 0.1


@dataclass(slots=True)
class Replay:
    """A running replay; `throttles` and `flush_lake` are the target's, time comes in as `clock` and `sleep`."""

    clients: Clients
    stack: StackOutputs
    plan: Plan
    screen: Screen
    throttles: bool
    flush_lake: Callable[[], None]
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]

    def run(self) -> tuple[Drain, Outcome, float]:
        """Sends everything and waits until it is drained.

        Returns the followed records, what they left behind, and the seconds between. Raises `FailedError` when the
        consumers stop making progress.
        """
        self._wait_for_earlier_records()
        begin_series(self.clients.dynamodb, self.stack.tables["detector_state"], self.plan.events)
        watch, patience = Watch(self.checkpoints, self._anomalies, self.screen, self.clock), Patience(self.clock)
        began = self.clock()
        # a stream that refuses part of a request could let a later quote of a symbol pass an earlier one
        limit = 1 if self.throttles else PAGE
        stream = KinesisStream(self.clients.kinesis, self.stack.stream_name, same_symbol_limit=limit)
        for page in pages_of(self.plan.events, self.plan.speed, self.plan.repeat):
            self._wait_until(began + timedelta(seconds=page.due), watch)
            watch.drain.add(self._put(stream, page))
            watch.look()
        while not watch.drain.drained:
            self.sleep(POLL_SECONDS)
            watch.look()
            _raise_if_stalled(watch.drain, patience)
        seconds = (self.clock() - began).total_seconds()
        self.flush_lake()
        watch.show_anomalies(settled=True)
        events, sent = self.plan.events, watch.drain.sent
        return watch.drain, read_outcome(self.clients.dynamodb, self.clients.s3, self.stack, events, sent), seconds

    def _wait_for_earlier_records(self) -> None:
        """An interrupted replay may have left records that would still end up in the series about to begin."""
        there_may_be_more = True
        while there_may_be_more:
            waiting = unprocessed_records(self.clients, self.stack, self.checkpoints())
            there_may_be_more = any(len(left) >= READ_LIMIT for left in waiting.values())
            newest = {shard: left[-1].sequence_number for shard, left in waiting.items() if left}
            self._wait_for(newest)

    def _wait_for(self, newest: Mapping[str, int]) -> None:
        """Waits until every consumer has passed these sequence numbers, by shard."""
        earlier, patience = Drain(), Patience(self.clock)
        earlier.add(SentRecord("", shard, number, self.clock()) for shard, number in newest.items())
        while not earlier.drained:
            self.sleep(POLL_SECONDS)
            earlier.observe(self.checkpoints())
            _raise_if_stalled(earlier, patience)

    def checkpoints(self) -> Checkpoints:
        """How far the consumers have come."""
        return read_progress(self.clients.dynamodb, self.stack.tables["consumer_progress"])

    def _anomalies(self) -> list[dict[str, Any]]:
        return stored_anomalies(self.clients.dynamodb, self.stack.tables["anomalies"], self.plan.events)

    def _wait_until(self, due: datetime, watch: Watch) -> None:
        while (left := (due - self.clock()).total_seconds()) > 0:
            self.sleep(min(left, POLL_SECONDS))
            watch.look()

    def _put(self, stream: KinesisStream, page: Page) -> list[SentRecord]:
        put_at = self.clock()
        return [
            SentRecord(placed.event_id, placed.shard_id, int(placed.sequence_number), put_at)
            for placed in stream.put(page.events)
        ]


def _raise_if_stalled(drain: Drain, patience: Patience) -> None:
    """Raises `FailedError` when no consumer has moved for a minute and a half."""
    if patience.is_over(drain.done):
        slowest = drain.slowest
        raise FailedError(
            f"{slowest} has not moved for {STALLED_AFTER.seconds} s; {drain.left(slowest)} records are left.",
            act("See why with: {}", f"logs {slowest}"),
        )
