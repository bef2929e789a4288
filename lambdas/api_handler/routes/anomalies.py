"""GET /anomalies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.shared.adapters.dynamodb.newest_first import Span

if TYPE_CHECKING:
    from lambdas.api_handler.call import Call
    from lambdas.api_handler.payloads import AnomaliesPayload, AnomalyPayload
    from lambdas.shared.adapters.dynamodb.anomaly_reader import StoredAnomaly


def get_anomalies(call: Call) -> AnomaliesPayload:
    """The newest anomalies of all symbols, however old."""
    anomalies = call.services.anomalies.recent(Span(limit=call.numbers["limit"]))
    return {"anomalies": [_anomaly(anomaly) for anomaly in anomalies], "count": len(anomalies)}


def _anomaly(anomaly: StoredAnomaly) -> AnomalyPayload:
    return {
        "symbol": anomaly.symbol,
        "detected_at": anomaly.detected_at,
        "event_id": anomaly.event_id,
        "direction": anomaly.direction,
        "severity": anomaly.severity,
        "current_price": anomaly.current_price,
        "mean_price": anomaly.mean_price,
        "stdev": anomaly.stdev,
        "z_score": anomaly.z_score,
        "deviation_percent": anomaly.deviation_percent,
        "detector": anomaly.detector,
        "window": list(anomaly.window),
        "alerted": anomaly.alerted,
        "source": anomaly.source,
    }
