"""The expectation of a user's own recording, worked out by the product's own rules: what `zscore` finds in it.

It says what a replay leaves today, so that a later one can be compared with it. It proves nothing about the rules
themselves: the shipped fixtures' expectations come from an independent implementation.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import FailedError
from finpulse_cli.features.replay.expect import Expectation, ExpectedAnomaly
from lambdas.shared.domain.candle import group_by_candle
from lambdas.shared.domain.detector import SeriesState, detect
from lambdas.shared.domain.detectors.roster import zscore_alone
from lambdas.shared.domain.price import fold_prices
from lambdas.shared.domain.timestamps import format_timestamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from finpulse_cli.features.replay.events import Ticks
    from lambdas.shared.domain.anomaly import Anomaly
    from lambdas.shared.domain.event import PriceEvent

SCORE_PLACES = 6
_COOLDOWN = timedelta(0)  # an expectation is about anomalies, and every one is stored, alerted or not


def expectation_of(events: Sequence[PriceEvent], shift: timedelta, ticks: Ticks) -> Expectation:
    """Return what one feed's events, in the order in which they are sent, leave behind.

    `shift` is by how much the replay moved them; the expectation has the recorded times.
    """
    series: dict[str, list[PriceEvent]] = {}
    for event in events:
        series.setdefault(event.series, []).append(event)
    duties = zscore_alone(_COOLDOWN).usual
    found = [anomaly for own in series.values() for anomaly in detect(SeriesState(), own, duties).anomalies]
    expected = (_expected(anomaly, shift) for anomaly in found)
    return Expectation(
        events=len({event.event_id for event in events}),
        prices=len(fold_prices(events)),
        candles=len(group_by_candle(events)),
        anomalies=tuple(sorted(expected, key=lambda anomaly: anomaly.key)),
        ticks=str(ticks),
    )


def expectation_text(expectation: Expectation) -> str:
    """Return the text of an expected.json: one line an anomaly, so that a change of one is a change of one line."""
    counts = [
        f'  "{name}": {json.dumps(getattr(expectation, name))},' for name in ("events", "prices", "candles", "ticks")
    ]
    return "\n".join(["{", *counts, '  "anomalies": [' + _rows(expectation.anomalies) + "]", "}"]) + "\n"


def write_expectation(path: Path, expectation: Expectation) -> None:
    """Write the expectation to a file, in place of what was there; `FailedError` where that cannot be."""
    try:
        path.write_text(expectation_text(expectation), encoding="utf-8", newline="\n")
    except OSError as error:
        raise FailedError(f"{path} cannot be written: {error.strerror}.", "Name another file.") from error


def _expected(anomaly: Anomaly, shift: timedelta) -> ExpectedAnomaly:
    return ExpectedAnomaly(
        symbol=anomaly.event.symbol,
        detected_at=format_timestamp(anomaly.event.timestamp - shift),
        direction=str(anomaly.direction),
        severity=str(anomaly.severity),
        z_score=round(anomaly.score.z, SCORE_PLACES),
    )


def _rows(anomalies: Iterable[ExpectedAnomaly]) -> str:
    names = ("symbol", "detected_at", "direction", "severity", "z_score")
    rows = ["    " + json.dumps({name: getattr(anomaly, name) for name in names}) for anomaly in anomalies]
    return "\n" + ",\n".join(rows) + "\n  " if rows else ""
