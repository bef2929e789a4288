"""Changes of the tables, which of them are worth sending, and the messages that carry them. Pure.

Payloads are turned into JSON once, and messages are put together from those texts: connections differ only in which
payloads they want.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from lambdas.shared.domain.subscription import Channel, Subscription

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

Entry = TypeVar("Entry")

# API Gateway takes 128 KB a message, but frames of 32 KB only, and bills a message by 32 KB: a smaller one is safe
# whoever cuts frames, and costs no more.
LARGEST_MESSAGE = 32_000  # bytes


@dataclass(frozen=True, slots=True)
class Change:
    """An item as it has become; `payload` is the JSON text of how clients see it. `symbol` is None for a whole feed."""

    channel: Channel
    feed: str
    symbol: str | None
    payload: str


def last_of_each(entries: Iterable[Entry], identity: Callable[[Entry], Hashable]) -> list[Entry]:
    """Return the last entry of every identity, in the order of those last entries.

    A stream has the changes of one item in the order they were made, so the last is what the table holds.
    """
    last: dict[Hashable, Entry] = {}
    for entry in entries:
        last.pop(identity(entry), None)  # or the entry would keep the place of the first
        last[identity(entry)] = entry
    return list(last.values())


def updates(changes: Iterable[Change], subscription: Subscription, largest: int = LARGEST_MESSAGE) -> list[str]:
    """Return the messages (`PushUpdate`) of what a subscription wants among the changes, in order.

    There are none if it wants nothing. A message has at most `largest` bytes, unless a single change alone has more.
    """
    messages: list[str] = []
    page: list[Change] = []
    empty = size = len(_message(()))
    for change in changes:
        if not subscription.wants(change.channel, change.feed, change.symbol):
            continue
        more = len(change.payload.encode()) + 1  # its comma
        if page and size + more > largest:
            messages.append(_message(page))
            page, size = [], empty
        page.append(change)
        size += more
    return [*messages, _message(page)] if page else messages


def _message(changes: Sequence[Change]) -> str:
    lists = (
        f'"{channel}":[{",".join(change.payload for change in changes if change.channel is channel)}]'
        for channel in Channel
    )
    return '{"type":"update",' + ",".join(lists) + "}"
