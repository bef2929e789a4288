"""A fan-out in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lambdas.push_fanout.fanout import Fanout
from lambdas.shared.domain.subscription import EVERYTHING, Subscription
from tests.doubles.connections import MemoryConnections, MemoryPostbox
from tests.doubles.table_changes import FORMS
from tests.factories import NOON

if TYPE_CHECKING:
    from lambdas.shared.ports import Delivery


class MemoryFanout:
    """A fan-out with everything it needs in memory; `seconds` is its clock, a tick later at every look."""

    def __init__(self, ends: dict[str, Delivery] | None = None, tick: float = 0) -> None:
        self.connections = MemoryConnections()
        self.postbox = MemoryPostbox(ends)
        self.opened = 0
        self._seconds = 0.0
        self._tick = tick

    def listen(self, *names: str, subscription: Subscription = EVERYTHING) -> None:
        """Connections that want the same."""
        for name in names:
            self.connections.subscribe(name, subscription, NOON)

    def push(self, event: dict[str, Any]) -> None:
        """Push a batch."""
        Fanout(FORMS, self.connections, self._open, lambda: NOON, self._clock).push(event)

    def prices(self, name: str) -> list[str]:
        """The symbols whose prices a connection was sent."""
        return [entry["symbol"] for message in self.postbox.sent[name] for entry in message["prices"]]

    def _open(self) -> MemoryPostbox:
        self.opened += 1
        return self.postbox

    def _clock(self) -> float:
        self._seconds += self._tick
        return self._seconds
