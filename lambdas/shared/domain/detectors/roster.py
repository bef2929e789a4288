"""Who judges which symbol: the detectors on duty, each with its cool-down."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lambdas.shared.domain.detectors.catalogue import Setting, detector_as_set
from lambdas.shared.domain.detectors.names import ZSCORE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import timedelta

    from lambdas.shared.domain.detectors.scoring import Detector


@dataclass(frozen=True, slots=True)
class Duty:
    """A detector at work. After an alert the next one of the same symbol and direction waits `cooldown`."""

    detector: Detector[Any]
    cooldown: timedelta


@dataclass(frozen=True, slots=True)
class Roster:
    """The detectors that judge each symbol side by side: those of `by_symbol`, else the `usual` ones."""

    usual: tuple[Duty, ...]
    by_symbol: Mapping[str, tuple[Duty, ...]] = field(default_factory=dict)

    def of(self, symbol: str) -> tuple[Duty, ...]:
        """Return who judges a symbol, no detector twice."""
        return self.by_symbol.get(symbol, self.usual)


def zscore_alone(cooldown: timedelta) -> Roster:
    """Return the roster of a stack that says nothing else: `zscore` with its usual settings."""
    return Roster((Duty(detector_as_set(ZSCORE, Setting()), cooldown),))
