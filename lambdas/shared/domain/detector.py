"""The `zscore` detector: a pure fold over one series of events in stream order.

A series is one symbol of one feed: a replay has its own window beside the live quotes of the same symbol, so neither
disturbs the other's statistics.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import TYPE_CHECKING

from lambdas.shared.domain.anomaly import Anomaly, Direction, LastAlert, classify, is_alert_due
from lambdas.shared.domain.zscore import WINDOW_SIZE, score_price

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, timedelta
    from decimal import Decimal

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
    for event in events:
        reason = _skip_reason(state, event)
        if reason is not None:
            skipped.append(reason)
            continue
        anomaly = _judge(state, event, cooldown)
        if anomaly is not None:
            anomalies.append(anomaly)
        state = _advance(state, event, anomaly)
    return Detection(state, tuple(anomalies), tuple(skipped))


def _skip_reason(state: SeriesState, event: PriceEvent) -> Skipped | None:
    if event.event_id in state.newest_ids:
        return Skipped.REPEATED
    if state.newest_at is not None and event.timestamp < state.newest_at:
        return Skipped.LATE
    return None


def _judge(state: SeriesState, event: PriceEvent, cooldown: timedelta) -> Anomaly | None:
    if len(state.window) < WINDOW_SIZE:
        return None
    score = score_price(state.window, event.price)
    verdict = classify(score)
    if verdict is None:
        return None
    direction, severity = verdict
    due = is_alert_due(state.last_alerts, direction, severity, event.timestamp, cooldown)
    return Anomaly(event, direction, severity, score, state.window, due)


def _advance(state: SeriesState, event: PriceEvent, anomaly: Anomaly | None) -> SeriesState:
    same_moment = event.timestamp == state.newest_at
    last_alerts = state.last_alerts
    if anomaly is not None and anomaly.alert_due:
        last_alerts = last_alerts | {anomaly.direction: LastAlert(event.timestamp, anomaly.severity)}
    return replace(
        state,
        window=(*state.window, event.price)[-WINDOW_SIZE:],
        newest_at=event.timestamp,
        newest_ids=state.newest_ids | {event.event_id} if same_moment else frozenset({event.event_id}),
        scored=state.scored + 1,
        last_alerts=last_alerts,
    )
