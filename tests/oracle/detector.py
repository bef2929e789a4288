"""The detector of section 4 over a stream of events: windows, late and repeated events, alerts and their cooldown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tests.oracle.zscore import Finding, judge

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from tests.oracle.plain import PlainEvent

_RANK = {"MEDIUM": 1, "HIGH": 2}


@dataclass(frozen=True)
class Verdict:
    """What became of one event: "repeated", "late", "learning" (window not full), "normal" or "anomaly"."""

    event_id: str
    outcome: str
    finding: Finding | None = None
    window: tuple[Decimal, ...] = ()
    alerted: bool = False


@dataclass
class _Series:
    """Everything that is remembered of one (feed, symbol)."""

    seen: set[str] = field(default_factory=set)
    newest: str = ""
    prices: list[Decimal] = field(default_factory=list)
    alerts: dict[str, tuple[str, str]] = field(default_factory=dict)  # direction -> (timestamp, severity)


def verdicts(events: Iterable[PlainEvent], cooldown_minutes: int = 15) -> list[Verdict]:
    """One verdict an event, in the order they stand in the stream."""
    known: dict[tuple[str, str], _Series] = {}
    return [
        _verdict(known.setdefault((event["feed"], event["symbol"]), _Series()), event, cooldown_minutes)
        for event in events
    ]


def _verdict(series: _Series, event: PlainEvent, cooldown_minutes: int) -> Verdict:
    event_id = event["event_id"]
    if event_id in series.seen:
        return Verdict(event_id, "repeated")
    series.seen.add(event_id)
    if event["timestamp"] < series.newest:
        return Verdict(event_id, "late")
    series.newest = event["timestamp"]
    window = tuple(series.prices[-30:])
    series.prices.append(event["price"])
    if len(window) < 30:
        return Verdict(event_id, "learning")
    finding = judge(window, event["price"])
    if finding is None:
        return Verdict(event_id, "normal")
    return Verdict(event_id, "anomaly", finding, window, _alert(series, finding, event["timestamp"], cooldown_minutes))


def _alert(series: _Series, finding: Finding, timestamp: str, cooldown_minutes: int) -> bool:
    last = series.alerts.get(finding.direction)
    if last is not None:
        since = datetime.fromisoformat(timestamp) - datetime.fromisoformat(last[0])
        if since < timedelta(minutes=cooldown_minutes) and _RANK[finding.severity] <= _RANK[last[1]]:
            return False
    series.alerts[finding.direction] = (timestamp, finding.severity)
    return True
