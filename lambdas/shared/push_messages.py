"""The messages of the push channel: one JSON object a WebSocket text frame, both ways.

A connection is sent nothing until it subscribes. What an update carries looks as it does over the HTTP API.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

if TYPE_CHECKING:
    from lambdas.shared.payloads import AnomalyPayload, CandlePayload, LatestPricePayload

PushChannel = Literal["prices", "candles", "anomalies"]


class PushSubscribe(TypedDict):
    """From a client: what to be sent from now on, in place of any former subscription. null means all of them."""

    action: Literal["subscribe"]
    symbols: list[str] | None
    channels: list[PushChannel] | None


class PushPing(TypedDict):
    """From a client: answered with a pong, which also keeps an idle connection open."""

    action: Literal["ping"]


class PushSubscribed(TypedDict):
    """To a client: the subscription that holds from now on. `symbols` null means all of them."""

    type: Literal["subscribed"]
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


class PushUpdate(TypedDict):
    """To a client: what changed, the newest of each symbol (candles: of each symbol and minute); [] where nothing."""

    type: Literal["update"]
    prices: list[LatestPricePayload]
    candles: list[CandlePayload]
    anomalies: list[AnomalyPayload]
