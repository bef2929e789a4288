"""The detectors by name, and how one is set."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Any

from lambdas.shared.domain.detectors import calibrated
from lambdas.shared.domain.detectors.calibrated import CalibratedDetector
from lambdas.shared.domain.detectors.multiscale import MultiscaleDetector
from lambdas.shared.domain.detectors.names import CALIBRATED, MULTISCALE, ZSCORE
from lambdas.shared.domain.detectors.scoring import Limits
from lambdas.shared.domain.detectors.zscore_detector import LEAST_WINDOW, MOST_WINDOW, ZScoreDetector
from lambdas.shared.domain.zscore import WINDOW_SIZE

if TYPE_CHECKING:
    from collections.abc import Callable

    from lambdas.shared.domain.detectors.scoring import Detector

USUAL_LIMITS = {
    ZSCORE: Limits(2.5, 3.5),
    # what one score in 390 of an ordinary stock passes, and one in 3,900
    MULTISCALE: Limits(3.2, 5.0),
}
MOST_LIMIT = 1000.0


@dataclass(frozen=True, slots=True)
class Setting:
    """How a detector is set; what it has no use for plays no part.

    `window` is the number of prices that `zscore` looks back; `limits` are for those whose threshold stands still, in
    units of `Score.z`; `alerts_per_day`, of a symbol, is for `calibrated`. Raises ValueError naming what cannot be.
    """

    window: int = WINDOW_SIZE
    limits: Limits | None = None
    alerts_per_day: float = 1.0

    def __post_init__(self) -> None:
        if not LEAST_WINDOW <= self.window <= MOST_WINDOW:
            raise ValueError(f"window is {LEAST_WINDOW} to {MOST_WINDOW} prices, not {self.window}")
        limits = self.limits
        if limits is not None and not 0 < limits.anomaly_above <= limits.high_above <= MOST_LIMIT:
            raise ValueError(
                f"anomaly_above is above 0 and at most high_above, that at most {MOST_LIMIT:g}, "
                f"not {limits.anomaly_above:g} and {limits.high_above:g}"
            )
        if not 0 < self.alerts_per_day <= calibrated.MOST_ALERTS:
            raise ValueError(f"alerts_per_day is above 0 and at most {calibrated.MOST_ALERTS:g}")


def detector_as_set(name: str, setting: Setting) -> Detector[Any]:
    """Return a detector that has evidence for just what it would alert about; KeyError for a name not in `names`."""
    if name == CALIBRATED:
        return _calibrated(setting.alerts_per_day)
    limits = setting.limits or USUAL_LIMITS[name]
    if name == MULTISCALE:
        return MultiscaleDetector(*limits)
    return ZScoreDetector(*limits, setting.window)


def detector_of(name: str, quiet_up_to: float) -> Detector[Any]:
    """Return a detector that has evidence for scores beyond `quiet_up_to`; KeyError for a name not in `names`.

    `calibrated` has it for those beyond 1, whatever is said: its scores are told all.
    """
    if name == CALIBRATED:
        return _calibrated(1.0)
    makers: dict[str, Callable[[float], Detector[Any]]] = {
        ZSCORE: ZScoreDetector,
        MULTISCALE: MultiscaleDetector,
    }
    return makers[name](quiet_up_to)


def _calibrated(alerts_per_day: float) -> Detector[Any]:
    inner = MultiscaleDetector(calibrated.LEAST, inf)
    return CalibratedDetector(inner, alerts_per_day, least=calibrated.LEAST)
