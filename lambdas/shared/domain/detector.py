"""The fold of one series of events, in stream order, through its detectors: pure.

A series is one symbol of one feed: a replay has its own memory beside the live quotes of the same symbol, so neither
disturbs the other's statistics. What is repeated or late is so for every detector; beside that none knows of another.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from lambdas.shared.domain.anomaly import Anomaly, Direction, LastAlert, classify, is_alert_due
from lambdas.shared.domain.zscore import exact_arithmetic

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from lambdas.shared.domain.detectors.roster import Duty
    from lambdas.shared.domain.detectors.scoring import Evidence
    from lambdas.shared.domain.event import PriceEvent


class Skipped(Enum):
    """The reason why an event was not scored."""

    REPEATED = auto()  # its id was scored before
    LATE = auto()  # it is older than the newest scored


@dataclass(frozen=True, slots=True)
class Memory:
    """What is kept of a series for one detector: its state, a text that it alone reads, and its last alerts."""

    text: str
    last_alerts: Mapping[Direction, LastAlert] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SeriesState:
    """The memory of a series, by detector. `scored` counts the events ever scored and versions the state."""

    newest_at: datetime | None = None
    newest_ids: frozenset[str] = frozenset()
    scored: int = 0
    memories: Mapping[str, Memory] = field(default_factory=dict)


Transition = tuple[SeriesState, SeriesState]  # before and after


@dataclass(frozen=True, slots=True)
class Detection:
    """A fold's outcome: the state afterwards and what it found, in stream order.

    `begun_anew` names the detectors whose memory could not be read.
    """

    state: SeriesState
    anomalies: tuple[Anomaly, ...]
    skipped: tuple[Skipped, ...]
    begun_anew: tuple[str, ...] = ()


def group_by_series(events: Iterable[PriceEvent]) -> dict[str, list[PriceEvent]]:
    """Return the events by series, stream order kept."""
    groups: dict[str, list[PriceEvent]] = {}
    for event in events:
        groups.setdefault(event.series, []).append(event)
    return groups


def detect(state: SeriesState, events: Iterable[PriceEvent], duties: Sequence[Duty]) -> Detection:
    """Fold events of one series into its state. Of who is not on duty any more, nothing is kept."""
    guard = _Guard(state)
    fresh = [event for event in events if guard.admits(event)]
    if not fresh:
        return Detection(state, (), tuple(guard.skipped))
    found: list[tuple[int, Anomaly]] = []
    memories: dict[str, Memory] = {}
    begun_anew: list[str] = []
    with exact_arithmetic():
        for duty in duties:
            name = duty.detector.name
            before, is_readable = _remembered(duty, state.memories.get(name))
            if not is_readable:
                begun_anew.append(name)
            fold = _Fold(duty, before, state.memories.get(name))
            found += fold.take(fresh)
            memories[name] = fold.memory
    found.sort(key=itemgetter(0))  # of one event, in the order of the roster
    return Detection(
        SeriesState(guard.newest_at, frozenset(guard.ids), state.scored + len(fresh), memories),
        tuple(anomaly for _, anomaly in found),
        tuple(guard.skipped),
        tuple(begun_anew),
    )


class _Guard:
    """Lets each event pass once, and none that is older than the newest that has passed."""

    __slots__ = ("ids", "newest_at", "skipped")

    def __init__(self, state: SeriesState) -> None:
        self.newest_at = state.newest_at
        self.ids = set(state.newest_ids)
        self.skipped: list[Skipped] = []

    def admits(self, event: PriceEvent) -> bool:
        if event.event_id in self.ids:
            self.skipped.append(Skipped.REPEATED)
            return False
        if event.timestamp != self.newest_at:
            if self.newest_at is not None and event.timestamp < self.newest_at:
                self.skipped.append(Skipped.LATE)
                return False
            self.newest_at = event.timestamp
            self.ids.clear()
        self.ids.add(event.event_id)
        return True


def _remembered(duty: Duty, memory: Memory | None) -> tuple[Any, bool]:
    """Return a detector's state, and whether it is what was kept: what another version wrote may not be readable."""
    if memory is None:
        return duty.detector.initial(), True
    try:
        return duty.detector.read(memory.text), True
    except ValueError:
        return duty.detector.initial(), False


class _Fold:
    """One detector's state on its way through a batch, changed in place."""

    __slots__ = ("_detector", "_duty", "_last_alerts", "_state")

    def __init__(self, duty: Duty, state: Any, memory: Memory | None) -> None:
        self._duty = duty
        self._detector = duty.detector
        self._state = state
        self._last_alerts = dict(memory.last_alerts) if memory else {}

    @property
    def memory(self) -> Memory:
        """What is to be kept."""
        return Memory(self._detector.write(self._state), self._last_alerts)

    def take(self, events: Sequence[PriceEvent]) -> list[tuple[int, Anomaly]]:
        """Score the events, and return the anomalies among them, each with its place."""
        state, score, found = self._state, self._detector.score, []
        for place, event in enumerate(events):
            state, _, evidence = score(state, event)
            if evidence is not None and (anomaly := self._anomaly(event, evidence)) is not None:
                found.append((place, anomaly))
        self._state = state
        return found

    def _anomaly(self, event: PriceEvent, evidence: Evidence) -> Anomaly | None:
        verdict = classify(evidence.score, evidence.limits)
        if verdict is None:
            return None
        direction, severity = verdict
        due = is_alert_due(self._last_alerts, direction, severity, event.timestamp, self._duty.cooldown)
        if due:
            self._last_alerts[direction] = LastAlert(event.timestamp, severity)
        return Anomaly(
            event,
            direction,
            severity,
            evidence.score,
            evidence.window,
            due,
            self._detector.name,
            evidence.limits,
            evidence.scale,
        )
