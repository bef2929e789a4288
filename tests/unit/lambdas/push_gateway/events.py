"""Events of a WebSocket API as API Gateway makes them."""

from __future__ import annotations

import json
from typing import Any

from tests.factories import NOON


def push_event(event_type: str, *, body: object = None, connection: str = "abc=", **members: Any) -> dict[str, Any]:
    """An event of a connection opened at NOON; a body that is no text is sent as JSON."""
    text = body if body is None or isinstance(body, str) else json.dumps(body)
    context = {
        "routeKey": "$default",
        "eventType": event_type,
        "connectionId": connection,
        "connectedAt": int(NOON.timestamp() * 1000),
        "requestId": "request",
        "stage": "live",
    }
    return {"requestContext": context, "body": text, "isBase64Encoded": False, **members}
