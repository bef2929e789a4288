"""SQS for a function that a queue feeds: when a message that could not be handled comes again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from lambdas.shared.log import write_log

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_sqs import SQSClient

LONGEST_SECONDS = 43_200  # that SQS hides a message


class SqsQueues:
    """Implements `ports.Postponer`; the client is made when the first message fails."""

    def __init__(self, client: Callable[[], SQSClient]) -> None:
        self._client = client
        self._urls: dict[str, str] = {}

    def postpone(self, queue: str, receipt: str, seconds: int) -> None:
        """Hide a message of a queue, by its name, for some seconds from now on.

        Where that fails it comes back when the queue's own time is over: that is no reason to fail.
        """
        try:
            if queue not in self._urls:
                self._urls[queue] = self._client().get_queue_url(QueueName=queue)["QueueUrl"]
            self._client().change_message_visibility(
                QueueUrl=self._urls[queue], ReceiptHandle=receipt, VisibilityTimeout=min(seconds, LONGEST_SECONDS)
            )
        except (ClientError, BotoCoreError) as error:
            write_log({"level": "ERROR", "message": "a message could not be postponed", "reason": str(error)})
