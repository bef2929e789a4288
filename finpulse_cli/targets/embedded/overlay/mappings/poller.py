"""Keeps a lane running for every part of every shard that a mapping is to read now.

MiniStack serves all mappings from one thread, in turn. Here each lane has its own; this one compares what runs with
what should whenever something changed, and once a second for what changes unannounced (a reset, a deleted stream).
"""

from __future__ import annotations

import logging
import threading
import time
from importlib import import_module
from typing import TYPE_CHECKING, Any

from finpulse_cli.targets.embedded.overlay.mappings.api import is_enabled, is_kinesis
from finpulse_cli.targets.embedded.overlay.mappings.lane import Lane, Place, Surroundings
from finpulse_cli.targets.embedded.overlay.mappings.metrics import UNITS
from finpulse_cli.targets.embedded.overlay.mappings.positions import lanes_at, readable, unfinished
from finpulse_cli.targets.embedded.overlay.mappings.rules import Rules
from finpulse_cli.targets.embedded.overlay.mappings.shards import Stream, parents_of
from finpulse_cli.targets.embedded.overlay.mappings.starting import starting_positions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from finpulse_cli.targets.embedded.overlay.mappings.checkpoints import MappingKey

LOOK_SECONDS = 1.0
ALARM_SECONDS = 10.0  # how often alarms are looked at when there is nothing new, so that they go back
Reading = tuple[dict[str, Any], Stream]  # a mapping, and what it reads
_SETTLED = {"Enabled", "Disabled"}
_log = logging.getLogger("lambda")


class _Running:
    """A lane with its thread."""

    def __init__(self, place: Place, lane: Lane, stream: Stream, poller: Poller) -> None:
        self.lane, self.stream = lane, stream
        name = f"{place.shard_id}/{place.number}"
        self.thread = threading.Thread(target=poller.follow, args=(place, lane), name=name, daemon=True)


class Poller:
    """All mappings on Kinesis streams."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._lambda: Any = import_module("ministack.services.lambda_svc")
        self._kinesis: Any = import_module("ministack.services.kinesis")
        self._metrics: Any = import_module("ministack.services.cloudwatch")
        self._scope: Any = import_module("ministack.core.responses").request_scope
        self._running: dict[Place, _Running] = {}
        self._started = threading.Event()
        self._evaluated = 0.0

    def start(self) -> None:
        """Begin, unless it has begun, and look at once."""
        if not self._started.is_set():
            self._started.set()
            threading.Thread(target=self._run, name="finpulse-mappings", daemon=True).start()
        self.wake()

    def wake(self) -> None:
        """Look at once, and have the lanes look: something changed."""
        self._around.changes.set()
        self._around.arrivals.set()

    def is_idle(self) -> bool:
        """Return whether every lane is done with all that can be done at this time."""
        return all(running.lane.is_idle for running in list(self._running.values()))

    def follow_time(self) -> None:
        """Look at once at what another time makes due, and at the alarms."""
        self._evaluated = 0.0
        self.wake()

    def freeze(self) -> None:
        """Let nothing move any more: the emulator is about to save its state."""
        self._around.checkpoints.freeze()
        for running in list(self._running.values()):
            running.lane.stop()
        self.wake()

    @property
    def is_busy(self) -> bool:
        """Whether any lane has a batch in hand, or one that is to come again."""
        return any(running.lane.is_busy for running in list(self._running.values()))

    def follow(self, place: Place, lane: Lane) -> None:
        """Run a lane on its thread. One that fails is begun anew with the next look."""
        with self._scope(*place.key[:2]):
            try:
                lane.run()
            except Exception:  # noqa: BLE001 - whatever it is, the lane is begun anew
                _log.exception("the reader of %s failed", place.shard_id)
                return
        self._around.changes.set()

    def _run(self) -> None:
        while not self._around.checkpoints.is_frozen:
            seen = self._around.changes.count
            try:
                self._compare()
                self._tell_metrics()
            except Exception:  # noqa: BLE001 - whatever it is, the mappings go on
                _log.exception("mappings could not be looked after")
            self._around.changes.wait_beyond(seen, LOOK_SECONDS)

    def _compare(self) -> None:
        """Stop what should not run, start what should, and let mappings say so."""
        self._running = {place: it for place, it in self._running.items() if it.thread.is_alive()}
        wanted: dict[Place, Reading] = {}
        mappings = [(key, it) for key, it in list(self._lambda._esms._data.items()) if is_kinesis(it["EventSourceArn"])]
        for key, mapping in mappings:
            wanted.update(self._wanted(key, mapping))
        for place, running in self._running.items():
            if place not in wanted or wanted[place][1] is not running.stream:
                running.lane.stop()
                self._around.arrivals.set()
        busy = {(place.key, place.shard_id) for place in self._running if place not in wanted}
        for place, (mapping, stream) in wanted.items():
            if place not in self._running and (place.key, place.shard_id) not in busy:
                self._begin(place, mapping, stream)
        for key, mapping in mappings:
            self._settle(mapping, any(place.key == key for place in self._running))

    def _wanted(
        self, key: MappingKey, mapping: dict[str, Any]
    ) -> Iterator[tuple[Place, tuple[dict[str, Any], Stream]]]:
        stream = self._stream(mapping)
        if stream is None or not is_enabled(mapping) or self._is_blocked(key, mapping):
            return
        checkpoints = self._around.checkpoints
        if checkpoints.of(key) is None:
            checkpoints.begin(key, starting_positions(mapping, stream, self._kinesis._next_sequence_number))
        parents = parents_of(stream)
        checkpoints.forget_shards(key, set(parents))
        lanes, kept = Rules.of(mapping).lanes, checkpoints.of(key) or {}
        for shard_id in readable(parents, kept):
            for number in unfinished(kept.get(shard_id), lanes):
                yield Place(key, shard_id, number, lanes), (mapping, stream)

    def _begin(self, place: Place, mapping: dict[str, Any], stream: Stream) -> None:
        kept = (self._around.checkpoints.of(place.key) or {}).get(place.shard_id)
        if kept is None or len(kept) != place.lanes:
            self._around.checkpoints.lay_out(place.key, place.shard_id, lanes_at(kept, place.lanes))
        running = _Running(place, Lane(place, mapping, stream, self._around), stream, self)
        self._running[place] = running
        running.thread.start()

    def _settle(self, mapping: dict[str, Any], is_read: bool) -> None:
        """Leave a state that announces something, once it is done."""
        if mapping["State"] in _SETTLED:
            return
        if is_enabled(mapping):
            mapping["State"] = "Enabled"
        elif not is_read:
            mapping["State"] = "Disabled"

    def _stream(self, mapping: Mapping[str, Any]) -> Stream | None:
        arn = mapping["EventSourceArn"]
        _, _, _, region, account, resource = arn.split(":", 5)
        stream: Stream | None = self._kinesis._streams.get_scoped(account, region, resource.removeprefix("stream/"))
        if not stream or stream["StreamARN"] != arn or stream["StreamStatus"] != "ACTIVE":
            return None
        return stream

    def _is_blocked(self, key: MappingKey, mapping: Mapping[str, Any]) -> bool:
        """Whether the stream is another account's, whose policy does not let the function read it (any more)."""
        arn = mapping["EventSourceArn"]
        if arn.split(":")[4] == key[0]:
            return False
        with self._scope(*key[:2]):
            name = mapping["FunctionName"]
            function = self._lambda._get_func_record_for_qualifier(name, mapping.get("Qualifier"))[0]
            return function is None or bool(self._lambda._cross_account_read_blocked(arn, function, name))

    def _tell_metrics(self) -> None:
        taken = self._around.metrics.take()
        now = self._around.clock.seconds()
        for ((account, region, function), metric), found in taken.items():
            values = {
                "SampleCount": found.count,
                "Sum": found.total,
                "Minimum": found.least,
                "Maximum": found.largest,
            }
            named = {"FunctionName": function}
            unit = UNITS.get(metric, "Count")
            with self._scope(account, region):
                self._metrics._store_datum("AWS/Lambda", metric, named, now, unit, None, None, None, values)
        if taken or time.monotonic() - self._evaluated >= ALARM_SECONDS:
            self._evaluated = time.monotonic()
            for account, region in {key[:2] for key in list(self._metrics._alarms._data)}:
                with self._scope(account, region):
                    self._metrics._evaluate_all_alarms()
