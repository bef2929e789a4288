"""The event that Lambda's mapping on a DynamoDB stream hands to a function, as changes.

Shape: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html ("Example event"), with new images.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from lambdas.push_fanout.changes import Change, last_of_each
from lambdas.shared.adapters.dynamodb import anomaly_reader, candle_reader, price_reader
from lambdas.shared.adapters.dynamodb.codec import from_item
from lambdas.shared.domain.subscription import Channel
from lambdas.shared.payloads import anomaly_payload, candle_payload, latest_price_payload
from lambdas.shared.wire.json_text import json_text

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

REMOVED = "REMOVE"


class Form(NamedTuple):
    """How the items of a channel are read: the attributes that count, and what makes a payload of them."""

    attributes: tuple[str, ...]
    payload: Callable[[Mapping[str, Any]], Mapping[str, object]]


FORMS = {
    Channel.PRICES: Form(price_reader.ATTRIBUTES, lambda item: latest_price_payload(price_reader.price_row(item))),
    Channel.CANDLES: Form(candle_reader.ATTRIBUTES, lambda item: candle_payload(candle_reader.candle_row(item))),
    Channel.ANOMALIES: Form(anomaly_reader.ATTRIBUTES, lambda item: anomaly_payload(anomaly_reader.anomaly_row(item))),
}


def read_changes(event: Mapping[str, Any], channels: Mapping[str, Channel]) -> tuple[list[Change], int]:
    """The newest state of every item that a batch has changed, and how many items could not be read.

    `channels` has the channel of each table. An item that was removed is no news. An unreadable one is left out: to
    fail would keep its neighbours from everybody.
    """
    changes: list[Change] = []
    unreadable = 0
    for record in last_of_each(event["Records"], _item):
        if record["eventName"] == REMOVED:
            continue
        try:
            changes.append(_change(channels[_table(record)], record["dynamodb"]["NewImage"]))
        except (KeyError, TypeError):
            unreadable += 1
    return changes, unreadable


def _table(record: Mapping[str, Any]) -> str:
    """`arn:aws:dynamodb:<region>:<account>:table/<name>/stream/<label>` -> `<name>`."""
    return str(record["eventSourceARN"].split("/")[1])


def _item(record: Mapping[str, Any]) -> Hashable:
    """What tells the item of a record apart from all others: its table and key."""
    keys = record["dynamodb"]["Keys"]
    return (_table(record), *((name, *keys[name].values()) for name in sorted(keys)))


def _change(channel: Channel, image: Mapping[str, Any]) -> Change:
    form = FORMS[channel]
    item = from_item({name: image[name] for name in form.attributes if name in image})
    return Change(channel, item["symbol"], json_text(form.payload(item)))
