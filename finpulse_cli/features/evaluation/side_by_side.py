"""Several detectors over the same events: what each of them would alert about. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lambdas.shared.domain.detector import group_by_series
from lambdas.shared.domain.timestamps import format_timestamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lambdas.shared.domain.detectors.scoring import Detector
    from lambdas.shared.domain.event import PriceEvent
    from lambdas.shared.domain.zscore import Score

Fired = tuple["PriceEvent", "Score"]


@dataclass(frozen=True, slots=True)
class Alert:
    """One event that some detectors fired at. `z` is how many times the usual it moved, signed, by detector."""

    event: PriceEvent
    z: Mapping[str, float]

    def as_dict(self) -> dict[str, object]:
        """Return the object that `--json` prints."""
        event = self.event
        told = {"symbol": event.symbol, "timestamp": format_timestamp(event.quoted_at), "price": event.price}
        return {**told, "event_id": event.event_id, "z": {name: round(z, 4) for name, z in self.z.items()}}


def alerts_of(detectors: Sequence[Detector[Any]], events: Sequence[PriceEvent]) -> list[Alert]:
    """Return what the detectors fire at, in the order of the events. Each series has states of its own."""
    z: dict[str, dict[str, float]] = {}
    for series in group_by_series(events).values():
        for detector in detectors:
            for event, score in _fired(detector, series):
                z.setdefault(event.event_id, {})[detector.name] = score.z
    return [Alert(event, z[event.event_id]) for event in events if event.event_id in z]


def counts(names: Iterable[str], alerts: Iterable[Alert]) -> dict[str, int]:
    """Return how many alerts each detector has."""
    fired = [name for alert in alerts for name in alert.z]
    return {name: fired.count(name) for name in names}


def _fired(detector: Detector[Any], events: Iterable[PriceEvent]) -> list[Fired]:
    state, found = detector.initial(), []
    for event in events:
        state, _, evidence = detector.score(state, event)
        if evidence is not None:
            found.append((event, evidence.score))
    return found
