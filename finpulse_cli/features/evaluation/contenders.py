"""The detectors as they would run, by name: with their own limits, or calibrated to so many alerts a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lambdas.shared.domain.anomaly import ANOMALY_ABOVE
from lambdas.shared.domain.detectors import multiscale, zscore_detector
from lambdas.shared.domain.detectors.calibrated import CalibratedDetector

if TYPE_CHECKING:
    from lambdas.shared.domain.detectors.scoring import Detector

LEAST_MULTISCALE = 2.0  # no threshold falls below it: two moves in a hundred pass it on an ordinary day


def contender(name: str, alerts_per_day: float) -> Detector[Any]:
    """Return the detector whose evidence is there just for what it would alert about."""
    if name == zscore_detector.NAME:
        return zscore_detector.ZScoreDetector(quiet_up_to=ANOMALY_ABOVE)
    inner = multiscale.MultiscaleDetector(quiet_up_to=LEAST_MULTISCALE)
    return CalibratedDetector(inner, alerts_per_day, least=LEAST_MULTISCALE)
