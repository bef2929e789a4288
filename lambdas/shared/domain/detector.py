"""The fold of one series of events, in stream order, through its detector: pure.

A series is one symbol of one feed: a replay has its own window beside the live quotes of the same symbol, so neither
disturbs the other's statistics.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

from lambdas.shared.domain.anomaly import ANOMALY_ABOVE, Anomaly, Direction, LastAlert, classify, is_alert_due
from lambdas.shared.domain.detectors.zscore_detector import ZScoreDetector
from lambdas.shared.domain.zscore import PriceWindow, exact_arithmetic

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, timedelta
    from decimal import Decimal

    from lambdas.shared.domain.detectors.scoring import Evidence
    from lambdas.shared.domain.event import PriceEvent


class Skipped(Enum):
    """The reason why an event was not scored."""

    REPEATED = auto()  # its id was scored before
    LATE = auto()  # it is older than the newest scored


@dataclass(frozen=True, slots=True)
class SeriesState:
    """The memory of a series. `scored` counts the events ever scored and versions the state."""

    window: tuple[Decimal, ...] = ()
    newest_at: datetime | None = None
    newest_ids: frozenset[str] = frozenset()
    scored: int = 0
    last_alerts: dict[Direction, LastAlert] = field(default_factory=dict)


Transition = tuple[SeriesState, SeriesState]  # before and after


@dataclass(frozen=True, slots=True)
class Detection:
    """A fold's outcome: the state afterwards and what it found, in stream order."""

    state: SeriesState
    anomalies: tuple[Anomaly, ...]
    skipped: tuple[Skipped, ...]


def group_by_series(events: Iterable[PriceEvent]) -> dict[str, list[PriceEvent]]:
    """Return the events by series, stream order kept."""
    groups: dict[str, list[PriceEvent]] = {}
    for event in events:
        groups.setdefault(event.series, []).append(event)
    return groups


def detect(state: SeriesState, events: Iterable[PriceEvent], cooldown: timedelta) -> Detection:
    """Fold events of one series into its state."""
    anomalies: list[Anomaly] = []
    skipped: list[Skipped] = []
    with exact_arithmetic():
        fold = _Fold(state, cooldown)
        for event in events:
            reason = fold.skip_reason(event)
            if reason is not None:
                skipped.append(reason)
                continue
            anomaly = fold.take(event)
            if anomaly is not None:
                anomalies.append(anomaly)
    return Detection(fold.state, tuple(anomalies), tuple(skipped))


class _Fold:
    """A state on its way through a batch, changed in place: to make a new one for each event cost a third of it."""

    __slots__ = ("_cooldown", "_detector", "_ids", "_last_alerts", "_newest_at", "_scored", "_window")

    def __init__(self, state: SeriesState, cooldown: timedelta) -> None:
        self._detector = ZScoreDetector(quiet_up_to=ANOMALY_ABOVE)
        self._cooldown = cooldown
        self._window = PriceWindow(state.window)
        self._newest_at = state.newest_at
        self._ids = set(state.newest_ids)
        self._scored = state.scored
        self._last_alerts = dict(state.last_alerts)

    @property
    def state(self) -> SeriesState:
        """The state as it is now."""
        return SeriesState(
            self._window.prices, self._newest_at, frozenset(self._ids), self._scored, dict(self._last_alerts)
        )

    def skip_reason(self, event: PriceEvent) -> Skipped | None:
        """Return why an event is not to be scored, if it is not."""
        if event.event_id in self._ids:
            return Skipped.REPEATED
        if self._newest_at is not None and event.timestamp < self._newest_at:
            return Skipped.LATE
        return None

    def take(self, event: PriceEvent) -> Anomaly | None:
        """Take the event in, and return the anomaly that it is, if it is one."""
        if event.timestamp != self._newest_at:
            self._newest_at = event.timestamp
            self._ids.clear()
        self._ids.add(event.event_id)
        self._scored += 1
        self._window, _, evidence = self._detector.score(self._window, event)
        return None if evidence is None else self._anomaly(event, evidence)

    def _anomaly(self, event: PriceEvent, evidence: Evidence) -> Anomaly | None:
        verdict = classify(evidence.score)
        if verdict is None:
            return None
        direction, severity = verdict
        due = is_alert_due(self._last_alerts, direction, severity, event.timestamp, self._cooldown)
        if due:
            self._last_alerts[direction] = LastAlert(event.timestamp, severity)
        return Anomaly(event, direction, severity, evidence.score, evidence.window, due)
