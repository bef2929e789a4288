"""The connections table in memory, and a postbox that keeps what was sent."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any

from lambdas.shared.adapters.dynamodb.connection_store import LONGEST_CONNECTION
from lambdas.shared.ports import Delivery

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from lambdas.shared.domain.subscription import Subscription


class MemoryConnections:
    """Implements `ports.ConnectionStore`; raises `failure` instead, once there is one."""

    def __init__(self) -> None:
        self.failure: Exception | None = None
        self._items: dict[str, tuple[Subscription, datetime]] = {}

    def subscribe(self, connection_id: str, subscription: Subscription, connected_at: datetime) -> None:
        """Notes it."""
        self._raise()
        self._items[connection_id] = (subscription, connected_at + LONGEST_CONNECTION)

    def remove(self, connection_id: str) -> None:
        """Forgets it."""
        self._raise()
        self._items.pop(connection_id, None)

    def subscriptions(self, now: datetime) -> dict[str, Subscription]:
        """Those that have not expired."""
        self._raise()
        return {name: subscription for name, (subscription, until) in self._items.items() if until > now}

    def _raise(self) -> None:
        if self.failure:
            raise self.failure


class MemoryPostbox:
    """Implements `ports.Postbox`; `ends` says how sending to a connection ends, if not well."""

    def __init__(self, ends: Mapping[str, Delivery] | None = None) -> None:
        self.tried: list[str] = []
        self.sent: dict[str, list[dict[str, Any]]] = {}
        self._ends = ends or {}
        self._lock = threading.Lock()

    def post(self, connection_id: str, message: str) -> Delivery:
        """Keeps the message if it is delivered."""
        with self._lock:
            self.tried.append(connection_id)
            end = self._ends.get(connection_id, Delivery.DELIVERED)
            if end is Delivery.DELIVERED:
                self.sent.setdefault(connection_id, []).append(json.loads(message))
        return end
