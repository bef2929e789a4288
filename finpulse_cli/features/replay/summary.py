"""What a replay reports when it ends."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from finpulse_cli.features.replay.drain import percentile

if TYPE_CHECKING:
    from finpulse_cli.features.replay.plan import Plan
    from finpulse_cli.features.replay.run import Finished


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts, seconds from the first put until the last consumer was done, and latency in milliseconds.

    `feeds` show what the replay left, `feed` is the first of them. Counts are of what this replay added to them: of a
    run that was sent before, all events are `duplicates_absorbed`, which were put but count nowhere twice. `late`
    events were stored but not scored. Latency runs from a record's put to its live price being written; at
    `--speed max` most of it is waiting in the stream.
    """

    fixture: str
    feed: str
    feeds: tuple[str, ...]
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
        """Return the summary as JSON-ready values."""
        return asdict(self)


def summarize(plan: Plan, finished: Finished) -> Summary:
    """Put the figures of a finished replay together."""
    sent, outcomes = len(finished.drain.sent), finished.outcomes
    quarantined, counted = len(finished.quarantined), sum(outcome.events for outcome in outcomes)
    anomalies = [anomaly for outcome in outcomes for anomaly in outcome.anomalies]
    return Summary(
        fixture=plan.name,
        feed=plan.feed,
        feeds=plan.feeds,
        events_sent=sent,
        prices_written=sum(outcome.prices for outcome in outcomes),
        candles_written=sum(outcome.candles for outcome in outcomes),
        anomalies=len(anomalies),
        alerts=sum(1 for anomaly in anomalies if anomaly["alerted"]),
        quarantined=quarantined,
        late=counted - sum(outcome.scored for outcome in outcomes),
        duplicates_absorbed=sent - counted - quarantined,
        seconds=round(finished.seconds, 3),
        events_per_second=round(sent / finished.seconds, 1) if finished.seconds else 0.0,
        latency_ms={
            name: None if (value := percentile(finished.drain.latencies_ms, share)) is None else round(value, 1)
            for name, share in (("p50", 0.5), ("p99", 0.99))
        },
    )
