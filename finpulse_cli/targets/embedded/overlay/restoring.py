"""Brings the emulator to the state that its folder holds: the newest checkpoint, then what the journals add.

An entry says what is, not what to do: applied once more it changes nothing. So a journal may begin before the moment
of its checkpoint.
"""

from __future__ import annotations

from collections import defaultdict
from importlib import import_module
from typing import TYPE_CHECKING, Any

from finpulse_cli.targets.embedded.journal_file import BROKEN, JournalFile
from finpulse_cli.targets.embedded.overlay.mappings.shards import all_shards
from finpulse_cli.targets.embedded.overlay.outgoing_mail import DELIVERED, MAIL
from finpulse_cli.targets.embedded.overlay.recording import GONE, ITEM, ITEMS, MESSAGE, TAKEN
from finpulse_cli.targets.embedded.overlay.tails import POSITIONS, RECORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from finpulse_cli.targets.embedded.journal_file import Entry
    from finpulse_cli.targets.embedded.overlay.outgoing_mail import OutgoingMail
    from finpulse_cli.targets.embedded.state_folder import StateFolder

LAKE = "lake"


def chain(folder: StateFolder, first: int | None) -> Iterator[JournalFile]:
    """Yield the journals that follow a checkpoint, as far as each goes on where the one before ends.

    Each must have been read to its end before the next is asked for. Without a checkpoint: from the first there is.
    """
    before: JournalFile | None = None
    for number in folder.journals(first or 0):
        journal = JournalFile.open(folder.journal(number))
        if journal is None:
            return
        if before is not None and (journal.head.follows, journal.head.at) != (before.head.number, before.valid_bytes):
            return
        if before is None and first is None and journal.head.at == BROKEN:
            return
        yield journal
        before = journal


class Replaying:
    """Applies entries to the emulator's services. What is about a table, queue or stream that is not there is left."""

    def __init__(self, mail: OutgoingMail) -> None:
        self._tables: Any = import_module("ministack.services.dynamodb")
        self._sqs: Any = import_module("ministack.services.sqs")
        self._streams: Any = import_module("ministack.services.kinesis")
        self._functions: Any = import_module("ministack.services.lambda_svc")
        self._firehose: Any = import_module("ministack.services.firehose")
        self._apply: dict[str, Callable[..., None]] = {
            ITEM: self._item,
            GONE: self._gone,
            ITEMS: self._items,
            MESSAGE: self._message,
            TAKEN: self._taken,
            POSITIONS: self._positions,
            RECORDS: self._records,
            LAKE: self._lake,
            MAIL: mail.restore_mail,
            DELIVERED: mail.restore_delivered,
        }

    def apply(self, entry: Entry) -> None:
        """Apply one entry."""
        kind, *values = entry
        self._apply[kind](*values)

    def _table(self, arn: str) -> dict[str, Any] | None:
        _arn, _aws, _service, region, account, resource = arn.split(":", 5)
        table: dict[str, Any] | None = self._tables._tables._data.get((account, region, resource.partition("/")[2]))
        return table

    def _item(self, arn: str, pk: Any, sk: Any, item: dict[str, Any]) -> None:
        if (table := self._table(arn)) is not None:
            self._tables._set_item(table, pk, sk, item)

    def _gone(self, arn: str, pk: Any, sk: Any) -> None:
        if (table := self._table(arn)) is not None:
            self._tables._remove_item(table, pk, sk)

    def _items(self, arn: str, items: dict[Any, Any]) -> None:
        if (table := self._table(arn)) is not None:
            table["items"] = defaultdict(dict, items)
            self._tables._items_replaced(table)

    def _message(self, arn: str, message: dict[str, Any]) -> None:
        queue = self._sqs._queue_by_arn(arn)
        if queue is not None and all(kept["id"] != message["id"] for kept in queue["messages"]):
            queue["messages"].append(message)

    def _taken(self, arn: str, taken: list[str]) -> None:
        if (queue := self._sqs._queue_by_arn(arn)) is not None:
            queue["messages"] = [message for message in queue["messages"] if message["id"] not in taken]

    def _positions(self, key: tuple[str, str, str], positions: dict[str, Any]) -> None:
        if key in self._functions._esms._data:
            self._functions._kinesis_positions._data[key] = positions

    def _records(self, key: tuple[str, str, str], shard_id: str, records: list[dict[str, Any]]) -> None:
        stream = self._streams._streams._data.get(key)
        shard = all_shards(stream).get(shard_id) if stream else None
        if shard is None:
            return
        last = int(shard["records"][-1]["SequenceNumber"]) if shard["records"] else -1
        shard["records"].extend(record for record in records if int(record["SequenceNumber"]) > last)

    def _lake(self, key: tuple[str, str, str], destination_id: str, mark: str) -> None:
        stream = self._firehose._streams._data.get(key) or {"destinations": []}
        for destination in stream["destinations"]:
            if destination["id"] == destination_id:
                destination["mark"] = mark
