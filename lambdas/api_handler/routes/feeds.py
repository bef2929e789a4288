"""GET /feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.shared.payloads import feed_payload

if TYPE_CHECKING:
    from lambdas.api_handler.call import Call
    from lambdas.api_handler.payloads import FeedsPayload


def get_feeds(call: Call) -> FeedsPayload:
    """Every feed that has events, the last to begin first."""
    feeds = call.services.counters.feeds(call.now)
    return {"feeds": [feed_payload(feed) for feed in feeds], "count": len(feeds)}
