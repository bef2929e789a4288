"""Takes down every change of an item and of a queue's messages, at the functions through which MiniStack makes them.

What else is journaled needs no hook: `tails` looks it up.
"""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from finpulse_cli.targets.embedded.overlay.journal import Journal

Queue = dict[str, Any]
ITEM, GONE, ITEMS, MESSAGE, TAKEN = "item", "gone", "items", "message", "taken"


def install(journal: Journal) -> None:
    """Wrap MiniStack's functions."""
    _Tables(journal).install()
    _Queues(journal).install()
    _Objects(journal).install()


class _Tables:
    """Items, by the table's ARN and the emulator's own values of the keys."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._tables: Any = import_module("ministack.services.dynamodb")
        self._set, self._remove = self._tables._set_item, self._tables._remove_item
        self._replaced = self._tables._items_replaced

    def install(self) -> None:
        self._tables._set_item, self._tables._remove_item = self.set, self.remove
        self._tables._items_replaced = self.replaced

    def set(self, table: dict[str, Any], pk: Any, sk: Any, item: dict[str, Any]) -> Any:
        old = self._set(table, pk, sk, item)
        self._journal.add(ITEM, table["TableArn"], pk, sk, item)
        return old

    def remove(self, table: dict[str, Any], pk: Any, sk: Any) -> Any:
        old = self._remove(table, pk, sk)
        if old is not None:
            self._journal.add(GONE, table["TableArn"], pk, sk)
        return old

    def replaced(self, table: dict[str, Any]) -> None:
        self._replaced(table)
        self._journal.add(ITEMS, table["TableArn"], {pk: dict(items) for pk, items in table["items"].items()})


class _Queues:
    """Messages that join and leave a queue, by its ARN. How often one was received is left to checkpoints."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._sqs: Any = import_module("ministack.services.sqs")
        self._sns: Any = import_module("ministack.services.sns")

    def install(self) -> None:
        sqs, sns = self._sqs, self._sns
        sqs._act_send_message = self._sending(sqs._act_send_message)
        sqs._HANDLERS["SendMessage"] = sqs._act_send_message
        for name, action in (
            ("_act_delete_message", "DeleteMessage"),
            ("_act_delete_message_batch", "DeleteMessageBatch"),
            ("_act_purge_queue", "PurgeQueue"),
        ):
            sqs._HANDLERS[action] = self._taking(getattr(sqs, name))
            setattr(sqs, name, sqs._HANDLERS[action])
        sqs._delete_messages_for_esm = self._taking_for_mappings(sqs._delete_messages_for_esm)
        sqs._dlq_sweep = self._sweeping(sqs._dlq_sweep)
        sqs._collect_msgs = self._handing_out(sqs._collect_msgs)
        sns._deliver_to_sqs = self._delivering(sns._deliver_to_sqs)

    def _sending(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def send(data: dict[str, Any], url: str) -> Any:
            queue = self._sqs._get_q(data.get("QueueUrl", url))
            before = len(queue["messages"])
            answer = original(data, url)
            self._joined(queue, queue["messages"][before:])
            return answer

        return send

    def _delivering(self, original: Callable[..., None]) -> Callable[..., None]:
        def deliver(endpoint: str, *arguments: Any, **named: Any) -> None:
            queue = self._sqs._queue_by_arn(endpoint)
            before = len(queue["messages"]) if queue else 0
            original(endpoint, *arguments, **named)
            if queue:
                self._joined(queue, queue["messages"][before:])

        return deliver

    def _taking(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def take(data: dict[str, Any], url: str) -> Any:
            queue = self._sqs._get_q(data.get("QueueUrl", url))
            before = list(queue["messages"])
            answer = original(data, url)
            self._left(queue, before)
            return answer

        return take

    def _taking_for_mappings(self, original: Callable[..., None]) -> Callable[..., None]:
        def take(url: str, handles: set[str]) -> None:
            queue = self._sqs._get_q(url)
            before = list(queue["messages"])
            original(url, handles)
            self._left(queue, before)

        return take

    def _sweeping(self, original: Callable[[Queue], None]) -> Callable[[Queue], None]:
        """Take down what moves to a dead-letter queue: there first, so that it is never in neither."""

        def sweep(queue: Queue) -> None:
            if not queue["attributes"].get("RedrivePolicy"):
                return
            before = list(queue["messages"])
            original(queue)
            if moved := len(before) - len(queue["messages"]):
                arn = json.loads(queue["attributes"]["RedrivePolicy"])["deadLetterTargetArn"]
                others = self._sqs._queue_by_arn(arn)
                self._joined(others, others["messages"][-moved:])
                self._left(queue, before)

        return sweep

    def _handing_out(self, original: Callable[..., list[Any]]) -> Callable[..., list[Any]]:
        """Hand out no message that could be forgotten: who reads it would be told of it by another once more."""

        def collect(*arguments: Any) -> list[Any]:
            found = original(*arguments)
            if found:
                self._journal.write()
            return found

        return collect

    def _joined(self, queue: Queue, messages: list[dict[str, Any]]) -> None:
        for message in messages:
            self._journal.add(MESSAGE, queue["attributes"]["QueueArn"], message)

    def _left(self, queue: Queue, before: list[dict[str, Any]]) -> None:
        staying = {id(message) for message in queue["messages"]}
        if taken := [message["id"] for message in before if id(message) not in staying]:
            self._journal.add(TAKEN, queue["attributes"]["QueueArn"], taken)


class _Objects:
    """Objects are on disk at once. What led to one is written before it, so that the lake is never ahead."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._s3: Any = import_module("ministack.services.s3")
        self._persist = self._s3._persist_object

    def install(self) -> None:
        self._s3._persist_object = self.persist

    def persist(self, bucket: str, key: str, content: Any) -> None:
        self._journal.write()
        self._persist(bucket, key, content)
