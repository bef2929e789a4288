"""The webhooks of a stack: what they did not take, and how that is sent again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from finpulse_cli.core.errors import FailedError, act
from finpulse_cli.features.tail import cells
from finpulse_cli.features.tail.base import Column, Row
from lambdas.shared.adapters.dynamodb.delivery_store import DynamoDeliveryStore
from lambdas.shared.errors import RecordError
from lambdas.shared.wire.alert_message import read_message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_sqs import SQSClient

    from finpulse_cli.features.tail.base import Source

HIDDEN_SECONDS = 60  # while the messages of a queue are listed, so that none is shown twice
PAGE = 10  # that SQS hands out at most
COLUMNS = (
    Column("webhook", cells.text("webhook", "bold"), 10),
    Column("sent (UTC)", cells.moment("sent_at"), 14),
    Column("symbol", cells.text("symbol"), 6),
    Column("severity", cells.text("severity"), 8),
    Column("why", cells.text("failure"), 28),
    Column("subject", cells.text("subject"), 50, from_width=120),
)


@dataclass(frozen=True, slots=True)
class Undelivered:
    """One message of a dead-letter queue."""

    webhook: str
    receipt: str
    body: str


@dataclass(frozen=True, slots=True)
class WebhookQueues:
    """The two queues of each webhook, by its name; `webhooks` as the stack's outputs have them."""

    sqs: SQSClient
    webhooks: dict[str, dict[str, str]]

    def undelivered(self) -> Iterator[Undelivered]:
        """Yield what lies in the dead-letter queues; nobody else gets it for a moment."""
        for name in sorted(self.webhooks):
            yield from self._take(name)

    def show_again(self, messages: list[Undelivered]) -> None:
        """Have the messages there for others at once."""
        for message in messages:
            url = self.webhooks[message.webhook]["undelivered_url"]
            self.sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=message.receipt, VisibilityTimeout=0)

    def send_again(self, message: Undelivered) -> None:
        """Put a message into its webhook's queue, then take it from the dead letters: in between it is in both.

        A webhook that took it meanwhile does not get it twice.
        """
        queues = self.webhooks[message.webhook]
        self.sqs.send_message(QueueUrl=queues["queue_url"], MessageBody=message.body)
        self.sqs.delete_message(QueueUrl=queues["undelivered_url"], ReceiptHandle=message.receipt)

    def _take(self, webhook: str) -> Iterator[Undelivered]:
        url = self.webhooks[webhook]["undelivered_url"]
        while True:
            page = self.sqs.receive_message(
                QueueUrl=url, MaxNumberOfMessages=PAGE, VisibilityTimeout=HIDDEN_SECONDS, WaitTimeSeconds=1
            ).get("Messages", [])
            if not page:
                return
            yield from (Undelivered(webhook, message["ReceiptHandle"], message["Body"]) for message in page)


def webhook_queues(source: Source, webhook: str | None = None) -> WebhookQueues:
    """Return the webhooks of a stack, or the one called so. Raises FailedError where there is none."""
    webhooks = source.outputs.webhooks or {}
    if not webhooks:
        raise FailedError(
            "this stack has no webhooks",
            act(
                "set TF_VAR_alert_webhooks and TF_VAR_alert_webhook_secrets as docs/alerts.md shows, and run `{}`", "up"
            ),
        )
    if webhook is not None and webhook not in webhooks:
        raise FailedError(f"there is no webhook {webhook!r}", f"name one of {', '.join(sorted(webhooks))}")
    return WebhookQueues(source.clients.sqs, {webhook: webhooks[webhook]} if webhook is not None else webhooks)


def deliveries_of(source: Source) -> DynamoDeliveryStore:
    """Return what is known of the deliveries of a stack; it claims none."""
    tables = source.outputs.tables
    return DynamoDeliveryStore(source.clients.dynamodb, tables["alerting"], tables["anomalies"], owner="")


def undelivered_row(message: Undelivered, deliveries: DynamoDeliveryStore) -> Row:
    """Return one undelivered message with why its webhook did not take it the last time."""
    values: dict[str, Any] = {"webhook": message.webhook, "alert_id": None, "subject": None, "failure": None}
    try:
        read = read_message(message.body)
    except RecordError as error:
        return Row(message.receipt, values | {"failure": str(error)})
    known = deliveries.delivery(message.webhook, read.alert_id)
    attributes = {name: read.attributes.get(name) for name in ("feed", "symbol", "severity", "direction", "event_id")}
    said = {"alert_id": read.alert_id, "kind": str(read.kind), "subject": read.subject, "sent_at": read.sent_at}
    return Row(message.receipt, values | said | attributes | {"failure": known.get("failure")})
