"""The event that Lambda's mapping on a DynamoDB stream hands to a function, as changes.

Shape: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html ("Example event"), with new images.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lambdas.push_fanout.changes import Change, last_of_each
from lambdas.shared.domain.feed import is_replay, parts_of
from lambdas.shared.domain.stored import StoredAnomaly, StoredCandle, StoredPrice
from lambdas.shared.domain.subscription import Channel
from lambdas.shared.payloads import anomaly_payload, candle_payload, latest_price_payload
from lambdas.shared.wire.json_text import json_text

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping

    from lambdas.shared.push_messages import PushFeed

REMOVED = "REMOVE"
Row = StoredPrice | StoredCandle | StoredAnomaly


@dataclass(frozen=True, slots=True)
class Form:
    """The form of a table's items: `row` reads an image, raising KeyError or TypeError for one that it cannot."""

    channel: Channel
    row: Callable[[Mapping[str, Any]], Row]


def read_changes(event: Mapping[str, Any], forms: Mapping[str, Form]) -> tuple[list[Change], int]:
    """Return the newest state of every item that a batch has changed, and how many items could not be read.

    `forms` has the form of each table. Feeds with a new price come first. An item that was removed is no news. An
    unreadable one is left out: to fail would keep its neighbours from everybody.
    """
    rows: list[tuple[Channel, Row]] = []
    unreadable = 0
    for record in last_of_each(event["Records"], _item):
        if record["eventName"] == REMOVED:
            continue
        try:
            form = forms[_table(record)]
            rows.append((form.channel, form.row(record["dynamodb"]["NewImage"])))
        except (KeyError, TypeError):
            unreadable += 1
    prices = (row for _, row in rows if isinstance(row, StoredPrice))
    return [*_feed_changes(prices), *(_change(channel, row) for channel, row in rows)], unreadable


def _table(record: Mapping[str, Any]) -> str:
    """`arn:aws:dynamodb:<region>:<account>:table/<name>/stream/<label>` -> `<name>`."""
    return str(record["eventSourceARN"].split("/")[1])


def _item(record: Mapping[str, Any]) -> Hashable:
    """Return what tells the item of a record apart from all others: its table and key."""
    keys = record["dynamodb"]["Keys"]
    return (_table(record), *((name, *keys[name].values()) for name in sorted(keys)))


def _feed_changes(prices: Iterable[StoredPrice]) -> list[Change]:
    newest: dict[str, str] = {}
    for price in prices:
        newest[price.feed] = max(newest.get(price.feed, ""), price.timestamp)
    return [Change(Channel.FEEDS, feed, None, json_text(_push_feed(feed, at))) for feed, at in newest.items()]


def _push_feed(feed: str, newest_at: str) -> PushFeed:
    name = parts_of(feed)
    return {
        "feed": feed,
        "kind": "replay" if is_replay(feed) else "live",
        "fixture": name.fixture,
        "run": name.run,
        "newest_at": newest_at,
    }


def _change(channel: Channel, row: Row) -> Change:
    return Change(channel, row.feed, row.symbol, json_text(_payload(row)))


def _payload(row: Row) -> Mapping[str, object]:
    match row:
        case StoredPrice():
            return latest_price_payload(row)
        case StoredCandle():
            return candle_payload(row)
        case StoredAnomaly():
            return anomaly_payload(row)
