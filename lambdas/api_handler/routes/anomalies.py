"""GET /anomalies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.shared.domain.span import Span
from lambdas.shared.payloads import anomaly_payload

if TYPE_CHECKING:
    from lambdas.api_handler.call import Call
    from lambdas.api_handler.payloads import AnomaliesPayload


def get_anomalies(call: Call) -> AnomaliesPayload:
    """Return the newest anomalies of all symbols, of all feeds or of one, however old."""
    anomalies = call.services.anomalies.recent(Span(limit=call.numbers["limit"]), call.now, call.feed)
    return {"anomalies": [anomaly_payload(anomaly) for anomaly in anomalies], "count": len(anomalies)}
