"""What the push functions need from the outside. Adapters implement these; tests have in-memory ones."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from lambdas.shared.domain.subscription import Subscription


class ConnectionStore(Protocol):
    """The connections table: who listens to what. Failures of the service are raised."""

    def subscribe(self, connection_id: str, subscription: Subscription, connected_at: datetime) -> None:
        """Notes what a connection wants, in place of what it wanted before."""

    def remove(self, connection_id: str) -> None:
        """Forgets a connection; nothing to do for one that is not there."""

    def subscriptions(self, now: datetime) -> Mapping[str, Subscription]:
        """What each connection wants, by connection id: every `subscribe` that has returned is seen."""


class Delivery(Enum):
    """How sending one message ended."""

    DELIVERED = auto()
    GONE = auto()  # there is no such connection any more
    FAILED = auto()


class Postbox(Protocol):
    """Sends to connections; used by several threads at once."""

    def post(self, connection_id: str, message: str) -> Delivery:
        """Sends one message, and never raises for what a service did."""
