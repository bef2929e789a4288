"""`expected.json`: what a replay of a fixture must leave behind, and how it differs from what it did."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from finpulse_cli.core.errors import FailedError, UsageError
from lambdas.shared.domain.anomaly import DETECTOR
from lambdas.shared.domain.timestamps import format_timestamp, parse_timestamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import timedelta
    from pathlib import Path

Z_TOLERANCE = 2e-6  # expected scores are rounded to six decimals


@dataclass(frozen=True, slots=True)
class ExpectedAnomaly:
    """An anomaly as the fixture's oracle has it; `detected_at` is the recorded time."""

    symbol: str
    detected_at: str
    direction: str
    severity: str
    z_score: float

    @property
    def key(self) -> tuple[str, str]:
        """The identity of an anomaly in a recording."""
        return (self.detected_at, self.symbol)

    def __str__(self) -> str:
        return f"{self.symbol} {self.detected_at} {self.direction} {self.severity} z={self.z_score:.6f}"

    def agrees_with(self, other: ExpectedAnomaly) -> bool:
        """Return whether the verdict is the same, and the score too but for rounding."""
        same = (self.direction, self.severity) == (other.direction, other.severity)
        return same and abs(self.z_score - other.z_score) <= Z_TOLERANCE


@dataclass(frozen=True, slots=True)
class Expectation:
    """Distinct events, prices and candles, and every anomaly, oldest first."""

    events: int
    prices: int
    candles: int
    anomalies: tuple[ExpectedAnomaly, ...]
    ticks: str = "close"


def read_expectation(path: Path) -> Expectation:
    """Read the expectation in a file; `UsageError` if it is not there, `FailedError` if it cannot be read."""
    try:
        body: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return Expectation(
            events=int(body["events"]),
            prices=int(body["prices"]),
            candles=int(body["candles"]),
            anomalies=tuple(_anomaly(entry) for entry in body["anomalies"]),
            ticks=str(body.get("ticks", "close")),
        )
    except OSError as error:
        raise UsageError(f"There is no expectation at {path}.", "Give the file: --expectation FILE.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise FailedError(
            f"{path} is not an expectation: {error!r}.",
            "It holds events, prices, candles and anomalies; see fixtures/calm/expected.json.",
        ) from error


def _anomaly(entry: Mapping[str, Any]) -> ExpectedAnomaly:
    return ExpectedAnomaly(
        symbol=str(entry["symbol"]),
        detected_at=str(entry["detected_at"]),
        direction=str(entry["direction"]),
        severity=str(entry["severity"]),
        z_score=float(entry["z_score"]),
    )


def observed_anomalies(items: Iterable[Mapping[str, Any]], shift: timedelta) -> tuple[ExpectedAnomaly, ...]:
    """Return the stored anomalies of `zscore`, which expectations are about, with the rebasing undone."""
    return tuple(
        _anomaly({**item, "detected_at": format_timestamp(parse_timestamp(item["detected_at"]) - shift)})
        for item in items
        if item.get("detector", DETECTOR) == DETECTOR
    )


def differences(expected: Expectation, observed: Expectation) -> list[str]:
    """Return a line for each difference, `-` expected and `+` found; none when the expectation holds."""
    lines = []
    for name in ("events", "prices", "candles"):
        wanted, found = getattr(expected, name), getattr(observed, name)
        if wanted != found:
            lines += [f"- {name}: {wanted}", f"+ {name}: {found}"]
    wanted_by_key = {anomaly.key: anomaly for anomaly in expected.anomalies}
    found_by_key = {anomaly.key: anomaly for anomaly in observed.anomalies}
    for key in sorted(wanted_by_key.keys() | found_by_key.keys()):
        wanted, found = wanted_by_key.get(key), found_by_key.get(key)
        if wanted and found and wanted.agrees_with(found):
            continue
        lines += [f"- {wanted}"] if wanted else []
        lines += [f"+ {found}"] if found else []
    return lines
