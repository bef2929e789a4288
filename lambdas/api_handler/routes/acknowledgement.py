"""POST /anomalies/{event_id}/acknowledgement, for who has the token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.api_handler.bodies import read_name
from lambdas.shared.errors import RequestError

if TYPE_CHECKING:
    from lambdas.api_handler.call import Call
    from lambdas.api_handler.payloads import AcknowledgementPayload


def acknowledge_anomaly(call: Call) -> AcknowledgementPayload:
    """Note who knows of an anomaly. The first who says so is kept, and told to whoever comes later."""
    standing = call.services.acknowledgements.acknowledge(call.event_id, read_name(call.body), call.now)
    if standing is None:
        raise RequestError(404, "unknown_anomaly", "there is no such anomaly, or no longer")
    return {"event_id": call.event_id, "acknowledged_at": standing.at, "acknowledged_by": standing.by}
