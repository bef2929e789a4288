"""SNS notifications in a queue that tell the subscription they came by, as a subscriber on AWS may use it.

MiniStack writes the same `example` for all. The member is that of
https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html.
"""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


def install() -> None:
    """Wrap MiniStack's function."""
    sns: Any = import_module("ministack.services.sns")
    sns._deliver_to_sqs = _with_subscription(sns, sns._deliver_to_sqs)


def with_subscription(envelope: str, endpoint: str, subscriptions: Iterable[Mapping[str, Any]]) -> str:
    """Return the envelope with the ARN of the subscription by which `endpoint` is a subscriber."""
    told = json.loads(envelope)
    before, name, _example = told.get("UnsubscribeURL", "").partition("SubscriptionArn=")
    arn = next((it["arn"] for it in subscriptions if it.get("endpoint") == endpoint), None)
    if not name or arn is None:
        return envelope
    return json.dumps(told | {"UnsubscribeURL": before + name + arn})


def _with_subscription(sns: Any, original: Callable[..., None]) -> Callable[..., None]:
    def deliver(endpoint: str, envelope: str, raw: bool, raw_message: str, **more: Any) -> None:
        topic = sns._topic_by_arn_any_scope(more.get("topic_arn", ""))
        if topic and not raw:
            envelope = with_subscription(envelope, endpoint, topic["subscriptions"])
        original(endpoint, envelope, raw, raw_message, **more)

    return deliver
