"""Whether an anomaly's evidence supports it: what can be worked out again from what is stored."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from lambdas.shared.domain.anomaly import DETECTOR, classify
from lambdas.shared.domain.detectors.scoring import Limits, Scale
from lambdas.shared.domain.zscore import Score, score_price

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from lambdas.shared.domain.stored import StoredAnomaly

TOLERANCE = 1e-9  # the table keeps twelve significant digits
_BACK = {Scale.ONE_MINUTE: 1, Scale.FIVE_MINUTES: 5, Scale.FIFTEEN_MINUTES: 15}  # places in the window


@dataclass(frozen=True, slots=True)
class Recheck:
    """Numbers worked out again, what they are of in words, and whether what is stored agrees with them."""

    values: Mapping[str, float]
    says: str
    agrees: bool


def recheck(anomaly: StoredAnomaly) -> Recheck:
    """Work an anomaly out again: all of `zscore`'s; of a move its beginning, its size and the verdict."""
    if anomaly.detector == DETECTOR:
        score = score_price(anomaly.window, anomaly.current_price)
        return Recheck(
            asdict(score),
            f"computed again from the window: z = {score.z:+.4f}",
            _are_close(
                (anomaly.mean_price, score.mean),
                (anomaly.stdev, score.stdev),
                (anomaly.z_score, score.z),
                (anomaly.deviation_percent, score.deviation_percent),
            ),
        )
    return _move(anomaly)


def _move(anomaly: StoredAnomaly) -> Recheck:
    """Recheck a move. Over more than a minute z also weighs what was usual at each, which is not stored."""
    begin, price = _beginning(anomaly), float(anomaly.current_price)
    deviation = 100 * (price / begin - 1)
    values = {"mean": begin, "deviation_percent": deviation}
    pairs = [(anomaly.mean_price, begin), (anomaly.deviation_percent, deviation)]
    if anomaly.scale in (Scale.ONE_MINUTE, Scale.OVERNIGHT):
        values["z"] = math.log(price / begin) * begin / float(anomaly.stdev)
        pairs.append((anomaly.z_score, values["z"]))
    told = f"z = {values['z']:+.4f}" if "z" in values else f"a move of {deviation:+.2f}% from {begin:g}"
    return Recheck(values, f"computed again from the prices: {told}", _are_close(*pairs) and _follows(anomaly))


def _beginning(anomaly: StoredAnomaly) -> float:
    """Return the price that a move began at; of one overnight a split was taken out, so it is as stored."""
    back = _BACK.get(Scale(anomaly.scale)) if anomaly.scale in list(Scale) else None
    if back is None or len(anomaly.window) < back:
        return float(anomaly.mean_price)
    return float(anomaly.window[-back])


def _follows(anomaly: StoredAnomaly) -> bool:
    """Return whether direction and severity are those of z and the thresholds."""
    score = Score(0.0, 0.0, float(anomaly.z_score), 0.0)
    verdict = classify(score, Limits(float(anomaly.threshold), float(anomaly.high_threshold)))
    return verdict is not None and tuple(map(str, verdict)) == (anomaly.direction, anomaly.severity)


def _are_close(*pairs: tuple[Decimal, float]) -> bool:
    return all(math.isclose(stored, again, rel_tol=TOLERANCE, abs_tol=TOLERANCE) for stored, again in pairs)
