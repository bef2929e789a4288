"""One event of a connection to one answer.

Nothing is written when a connection opens: one that never subscribes costs nothing and is sent nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from lambdas.push_gateway.frame import EventType, Frame, read_frame
from lambdas.push_gateway.request import read_message, read_subscription
from lambdas.shared.errors import RequestError
from lambdas.shared.log import write_log
from lambdas.shared.wire.json_text import json_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambdas.shared.domain.subscription import Subscription
    from lambdas.shared.ports import ConnectionStore
    from lambdas.shared.push_messages import PushPong, PushProblem, PushSubscribed

    Reply = PushSubscribed | PushPong | PushProblem

ALL_ORIGINS = "*"
DONE = {"statusCode": 200}
FORBIDDEN = {"statusCode": 403}


@dataclass(frozen=True, slots=True)
class Gateway:
    """The push API as clients meet it. `origins`, in lower case, are those whose pages may connect."""

    connections: ConnectionStore
    origins: frozenset[str]

    def answer(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """Answer an event: a message gets a reply in the body, whatever the client sent.

        Raises what the table raises when a connection has ended: its item is then removed by the next push.
        """
        frame = read_frame(event)
        if frame.event_type is EventType.CONNECT:
            return dict(DONE if self._lets_in(frame.origin) else FORBIDDEN)
        if frame.event_type is EventType.DISCONNECT:
            self.connections.remove(frame.connection_id)
            return dict(DONE)
        return DONE | {"body": json_text(self._reply(frame))}

    def _lets_in(self, origin: str | None) -> bool:
        """Return whether an origin may connect: browsers send one, and let any page try, so no other check stops it."""
        return origin is None or ALL_ORIGINS in self.origins or origin.lower() in self.origins

    def _reply(self, frame: Frame) -> Reply:
        try:
            return self._do(frame)
        except RequestError as error:
            return {"type": "error", "error": str(error), "code": error.code}
        except (ClientError, BotoCoreError) as error:
            write_log({"level": "ERROR", "message": "a dependency failed", "reason": str(error)})
            text = "the service cannot answer right now, try again"
            return {"type": "error", "error": text, "code": "unavailable"}

    def _do(self, frame: Frame) -> PushSubscribed | PushPong:
        message = read_message(frame.body)
        match message.get("action"):
            case "subscribe":
                subscription = read_subscription(message)
                self.connections.subscribe(frame.connection_id, subscription, frame.connected_at)
                return _subscribed(subscription)
            case "ping":
                return {"type": "pong"}
        raise RequestError(400, "unknown_action", "action is subscribe or ping")


def _subscribed(subscription: Subscription) -> PushSubscribed:
    symbols = subscription.symbols
    return {
        "type": "subscribed",
        "feed": subscription.feed,
        "symbols": None if symbols is None else sorted(symbols),
        "channels": [channel.value for channel in sorted(subscription.channels)],
    }
