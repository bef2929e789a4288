"""The content of a fixture's expected.json."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tests.oracle.recorded import recorded_bars, utc_text
from tests.oracle.zscore import judge

if TYPE_CHECKING:
    from decimal import Decimal
    from pathlib import Path

    from tests.oracle.recorded import RecordedBar


def expected(folder: Path) -> dict[str, object]:
    """Counts and anomalies of a replay of `folder` with one event a bar, at its close."""
    bars = recorded_bars(folder)
    return {
        "events": len(bars),
        "prices": len({(bar.symbol, bar.timestamp) for bar in bars}),
        "candles": len({(bar.symbol, bar.timestamp.replace(second=0, microsecond=0)) for bar in bars}),
        "ticks": "close",
        "anomalies": _anomalies(bars),
    }


def _anomalies(bars: list[RecordedBar]) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    closes: dict[str, list[Decimal]] = defaultdict(list)
    for bar in bars:
        finding = judge(closes[bar.symbol], bar.close)
        closes[bar.symbol].append(bar.close)
        if finding:
            found.append(
                {
                    "symbol": bar.symbol,
                    "detected_at": utc_text(bar.timestamp),
                    "direction": finding.direction,
                    "severity": finding.severity,
                    "z_score": float(finding.z_score),
                }
            )
    return found
