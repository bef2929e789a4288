"""The event of a connection, read from API Gateway's event (WebSocket API, proxy integration).

Shape: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


class EventType(StrEnum):
    """The kind of an event; the values are API Gateway's."""

    CONNECT = "CONNECT"
    MESSAGE = "MESSAGE"
    DISCONNECT = "DISCONNECT"


@dataclass(frozen=True, slots=True)
class Frame:
    """One event of a connection. `origin` is None unless a browser is connecting; `body` is a message's text."""

    connection_id: str
    event_type: EventType
    connected_at: datetime
    origin: str | None
    body: str


def read_frame(event: Mapping[str, Any]) -> Frame:
    """Return the frame in an event. No text a client can send makes this fail."""
    context = event["requestContext"]
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    return Frame(
        connection_id=context["connectionId"],
        event_type=EventType(context["eventType"]),
        connected_at=datetime.fromtimestamp(context["connectedAt"] / 1000, tz=UTC),
        origin=headers.get("origin"),
        body=event.get("body") or "",
    )
