"""The detectors by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lambdas.shared.domain.detectors import multiscale, zscore_detector

if TYPE_CHECKING:
    from collections.abc import Callable

    from lambdas.shared.domain.detectors.scoring import Detector

NAMES = (zscore_detector.NAME, multiscale.NAME)


def detector_of(name: str, quiet_up_to: float) -> Detector[Any]:
    """Return a detector that leaves scores up to `quiet_up_to` without evidence; KeyError for a name not in NAMES."""
    makers: dict[str, Callable[[float], Detector[Any]]] = {
        zscore_detector.NAME: zscore_detector.ZScoreDetector,
        multiscale.NAME: multiscale.MultiscaleDetector,
    }
    return makers[name](quiet_up_to)
