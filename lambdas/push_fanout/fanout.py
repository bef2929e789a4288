"""One batch of changes to everybody who wants them.

A push is best effort. What one connection does not get, through its own fault or a service's, it reads over HTTP; so
no such failure returns the batch, which would come again to all those who have it. Only when nobody could be sent
anything, because the connections cannot be read, is the batch returned.
"""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from lambdas.push_fanout.changes import updates
from lambdas.push_fanout.records import read_changes
from lambdas.shared.log import metric_line, write_log
from lambdas.shared.ports import Delivery

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from lambdas.push_fanout.changes import Change
    from lambdas.push_fanout.records import Form
    from lambdas.shared.domain.subscription import Subscription
    from lambdas.shared.ports import ConnectionStore, Postbox

NAME = "push_fanout"
WORKERS = 8  # below botocore's pool of ten connections, so no thread waits for one
PATIENCE_SECONDS = 15  # no message is begun later; the last ones take up to 6 s, the function has 30 s


@dataclass(frozen=True, slots=True)
class Fanout:
    """`forms` says how the items of each table are told; `seconds` is a clock that only ever goes forward."""

    forms: Mapping[str, Form]
    connections: ConnectionStore
    open_postbox: Callable[[], Postbox]
    clock: Callable[[], datetime]
    seconds: Callable[[], float]

    def push(self, event: Mapping[str, Any]) -> None:
        """Send a batch's changes; raise what the table raises when the connections cannot be read."""
        # Read anew for every batch: a list kept for a moment would miss who has just subscribed.
        subscriptions = self.connections.subscriptions(self.clock())
        if not subscriptions:
            return
        changes, unreadable = read_changes(event, self.forms)
        letters = _letters(subscriptions, changes)
        ends = self._deliver(letters)
        self._forget([connection_id for connection_id, counted in ends.items() if counted[Delivery.GONE]])
        total = sum(ends.values(), Counter[Delivery]())
        facts = {
            "records": len(event["Records"]),
            "changes": len(changes),
            "unreadable": unreadable,
            "connections": len(letters),
            "delivered": total[Delivery.DELIVERED],
            "gone": total[Delivery.GONE],
        }
        write_log(metric_line(NAME, self.clock(), "FailedPushes", total[Delivery.FAILED], **facts))

    def _deliver(self, letters: Mapping[str, Sequence[str]]) -> dict[str, Counter[Delivery]]:
        """Return how the messages to each connection ended, by connection id."""
        if not letters:
            return {}
        postbox = self.open_postbox()  # once, and not in the threads: boto3 makes clients in one thread only
        deadline = self.seconds() + PATIENCE_SECONDS

        def deliver(connection_id: str) -> Counter[Delivery]:
            counted = Counter[Delivery]()
            for message in letters[connection_id]:
                late = self.seconds() > deadline
                counted[Delivery.FAILED if late else postbox.post(connection_id, message)] += 1
                if counted[Delivery.GONE]:
                    break
            return counted

        with ThreadPoolExecutor(max_workers=min(WORKERS, len(letters))) as pool:
            return dict(zip(letters, pool.map(deliver, letters), strict=True))

    def _forget(self, gone: Sequence[str]) -> None:
        """Remove connections that ended without a word. One that stays is found gone by the next push again."""
        for connection_id in gone:
            try:
                self.connections.remove(connection_id)
            except (ClientError, BotoCoreError) as error:
                write_log({"level": "ERROR", "message": "a gone connection stays", "reason": str(error)})


def _letters(subscriptions: Mapping[str, Subscription], changes: Sequence[Change]) -> dict[str, list[str]]:
    """Return the messages for each connection that wants any; equal subscriptions share theirs."""
    messages = {subscription: updates(changes, subscription) for subscription in set(subscriptions.values())}
    return {
        connection_id: messages[subscription]
        for connection_id, subscription in subscriptions.items()
        if messages[subscription]
    }
