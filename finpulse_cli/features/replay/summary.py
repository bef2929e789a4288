"""What a replay reports when it ends."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from finpulse_cli.features.replay.drain import Drain, percentile

if TYPE_CHECKING:
    from finpulse_cli.features.replay.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts, seconds from the first put until the last consumer was done, and latency in milliseconds.

    `late` events were stored but not scored; `duplicates_absorbed` were put but count nowhere twice. Latency runs
    from a record's put to its live price being written; at `--speed max` most of it is waiting in the stream.
    """

    fixture: str
    events_sent: int
    prices_written: int
    candles_written: int
    anomalies: int
    alerts: int
    quarantined: int
    late: int
    duplicates_absorbed: int
    seconds: float
    events_per_second: float
    latency_ms: dict[str, float | None]

    def as_dict(self) -> dict[str, Any]:
        """The summary as JSON-ready values."""
        return asdict(self)


def summarize(fixture: str, drain: Drain, outcome: Outcome, seconds: float) -> Summary:
    """Puts the figures of a finished replay together."""
    sent = len(drain.sent)
    return Summary(
        fixture=fixture,
        events_sent=sent,
        prices_written=outcome.prices,
        candles_written=outcome.candles,
        anomalies=len(outcome.anomalies),
        alerts=sum(1 for anomaly in outcome.anomalies if anomaly["alerted"]),
        quarantined=outcome.quarantined,
        late=outcome.counted_once - outcome.scored,
        duplicates_absorbed=sent - outcome.counted_once - outcome.quarantined,
        seconds=round(seconds, 3),
        events_per_second=round(sent / seconds, 1) if seconds else 0.0,
        latency_ms={
            name: None if (value := percentile(drain.latencies_ms, share)) is None else round(value, 1)
            for name, share in (("p50", 0.5), ("p99", 0.99))
        },
    )
