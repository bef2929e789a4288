"""Each alert to each webhook once, over a receiver that may fail.

A delivery is claimed, posted, and noted as arrived. A queue hands a message out more than once, and SNS may put it in
twice: whoever finds it noted has nothing to do. A receiver that refuses gets it again later, each time after a longer
pause or after the one that it asks for, until the queue gives it up to its dead-letter queue.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lambdas.alert_webhook.queue_records import batch_answer, read_queue_records
from lambdas.shared.errors import DependencyError, RecordError, SettingsError
from lambdas.shared.log import metric_line, write_log
from lambdas.shared.ports import DeliveryClaim
from lambdas.shared.wire.alert_message import read_message
from lambdas.shared.wire.webhook_bodies import webhook_body

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from lambdas.alert_webhook.queue_records import QueueRecord
    from lambdas.shared.ports import DeliveryStore, Postponer, WebhookSender
    from lambdas.shared.wire.alert_message import AlertMessage
    from lambdas.shared.wire.webhook_bodies import WebhookFormat

NAME = "alert_webhook"
FIRST_PAUSE_SECONDS = 2.0
LONGEST_PAUSE_SECONDS = 900.0
TAKEN_PAUSE_SECONDS = 60.0  # as long as another's claim may last
PATIENCE_SECONDS = 15.0  # no post is begun later; the last one takes up to 12 s, the function has 40 s
IDEMPOTENCY_HEADER = "X-FinPulse-Alert"  # the same however often an alert comes


Address = tuple[str, "Mapping[str, str]", "str | None"]
"""Where to post, with which headers, to which chat."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """One webhook. `open` reads its secret, once a batch and when it is needed: it may have been replaced."""

    name: str
    form: WebhookFormat
    open: Callable[[], Address]


@dataclass(frozen=True, slots=True)
class WebhookDeliverer:
    """The use case with what it needs from the outside; `webhooks` are by the name of their queue.

    `seconds` is a clock that only ever goes forward, `random` a number from 0 to 1. `arrived` are the deliveries that
    have arrived and want a note.
    """

    webhooks: Mapping[str, Webhook]
    deliveries: DeliveryStore
    sender: WebhookSender
    queues: Postponer
    clock: Callable[[], datetime]
    seconds: Callable[[], float]
    random: Callable[[], float]
    arrived: set[tuple[str, str]] = field(default_factory=set)

    def run(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """Deliver a batch; return which messages have to come again."""
        records = read_queue_records(event)
        deadline = self.seconds() + PATIENCE_SECONDS
        pauses: dict[QueueRecord, float] = {}
        addresses: dict[str, Address] = {}
        for record in records:
            pause = 0.0 if self.seconds() > deadline else self._handle(record, addresses)
            if pause is not None:
                pauses[record] = pause
        for record, pause in pauses.items():
            self.queues.postpone(record.queue, record.receipt, round(pause))
        facts = {"messages": len(records), "again": len(pauses)}
        write_log(metric_line(NAME, self.clock(), "PostponedAlerts", len(pauses), **facts))
        return batch_answer(pauses)

    def _handle(self, record: QueueRecord, addresses: dict[str, Address]) -> float | None:
        """Deliver a message; return after how many seconds it has to come again, None if never."""
        try:
            return self._deliver(record, addresses)
        except Exception as error:  # noqa: BLE001 - one message must not keep its neighbours, which may have arrived
            write_log({"level": "ERROR", "message": "an alert could not be delivered", "reason": _told(error)})
            return self._pause(record)

    def _deliver(self, record: QueueRecord, addresses: dict[str, Address]) -> float | None:
        webhook = self.webhooks.get(record.queue)
        if webhook is None:
            raise SettingsError(f"no webhook is fed by the queue {record.queue}")
        message = read_message(record.body)
        delivery = (webhook.name, message.alert_id)
        if delivery not in self.arrived:
            claim = self.deliveries.claim(*delivery, self.clock())
            if claim is DeliveryClaim.DELIVERED:
                return None
            if claim is DeliveryClaim.TAKEN:
                return TAKEN_PAUSE_SECONDS
            pause = self._post(record, webhook, message, addresses)
            if pause is not None:
                return pause
            self.arrived.add(delivery)
        self.deliveries.note_delivered(*delivery, message.anomaly_key, self.clock())
        self.arrived.discard(delivery)
        return None

    def _post(
        self, record: QueueRecord, webhook: Webhook, message: AlertMessage, addresses: dict[str, Address]
    ) -> float | None:
        """Post; return after how many seconds to try again, None once it has arrived."""
        try:
            if webhook.name not in addresses:
                addresses[webhook.name] = webhook.open()
        except (SettingsError, DependencyError) as error:
            self.deliveries.give_back(webhook.name, message.alert_id, str(error))
            raise
        url, headers, chat_id = addresses[webhook.name]
        headers = {**headers, IDEMPOTENCY_HEADER: message.alert_id}
        posted = self.sender.post(url, headers, webhook_body(message, webhook.form, chat_id))
        if posted.is_delivered:
            return None
        self.deliveries.give_back(webhook.name, message.alert_id, posted.reason)
        refused = {"webhook": webhook.name, "alert_id": message.alert_id, "reason": posted.reason}
        write_log({"level": "WARNING", "message": "a webhook refused an alert"} | refused)
        return max(posted.retry_after or 0.0, self._pause(record))

    def _pause(self, record: QueueRecord) -> float:
        """Return a pause that doubles with every attempt, with jitter of a half: receivers come back to a crowd."""
        longest = min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2.0 ** min(record.received - 1, 20))
        return longest * (1 + self.random()) / 2


def _told(error: Exception) -> str:
    """Return an error of ours as it is, and only the kind of any other: nobody knows what that holds."""
    return str(error) if isinstance(error, RecordError | SettingsError | DependencyError) else type(error).__name__
