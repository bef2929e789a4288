"""The messages of the push channel: one JSON object a WebSocket text frame, both ways.

A connection is sent nothing until it subscribes. What an update carries looks as it does over the HTTP API. Prices and
candles are those of the one feed that was subscribed to; feeds and anomalies are told of all feeds, so that a page
that shows one learns that another has begun, or that something happened there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

if TYPE_CHECKING:
    from lambdas.shared.payloads import AnomalyPayload, CandlePayload, Feed, FeedKind, LatestPricePayload, Timestamp

PushChannel = Literal["feeds", "prices", "candles", "anomalies"]


class PushSubscribe(TypedDict):
    """From a client: what to be sent from now on, in place of any former subscription.

    `feed` is the one whose prices and candles are wanted, null for the live market; for the others null means all.
    """

    action: Literal["subscribe"]
    feed: Feed | None
    symbols: list[str] | None
    channels: list[PushChannel] | None


class PushPing(TypedDict):
    """From a client: answered with a pong, which also keeps an idle connection open."""

    action: Literal["ping"]


class PushSubscribed(TypedDict):
    """To a client: the subscription that holds from now on. `symbols` null means all of them."""

    type: Literal["subscribed"]
    feed: Feed
    symbols: list[str] | None
    channels: list[PushChannel]


class PushPong(TypedDict):
    """To a client: the answer to a ping."""

    type: Literal["pong"]


class PushProblem(TypedDict):
    """To a client: why a message was refused, as a text for people and a stable word for programs."""

    type: Literal["error"]
    error: str
    code: str


class PushFeed(TypedDict):
    """A feed that has a new price, the newest of them quoted at `newest_at`.

    One that a client has not met before has just begun. GET /feeds tells the rest.
    """

    feed: Feed
    kind: FeedKind
    fixture: str | None
    run: str | None
    newest_at: Timestamp


class PushUpdate(TypedDict):
    """To a client: what changed, the newest of each feed and symbol (candles: and minute); [] where nothing."""

    type: Literal["update"]
    feeds: list[PushFeed]
    prices: list[LatestPricePayload]
    candles: list[CandlePayload]
    anomalies: list[AnomalyPayload]
