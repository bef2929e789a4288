"""The messages that a connection of the push API wants to be sent."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lambdas.shared.domain.feed import LIVE


class Channel(StrEnum):
    """A kind of change that is pushed; the values are the lists of an update."""

    FEEDS = "feeds"
    PRICES = "prices"
    CANDLES = "candles"
    ANOMALIES = "anomalies"


STATES = frozenset({Channel.PRICES, Channel.CANDLES})
"""Channels that show one feed. The others tell of all feeds: that a replay has begun, that something happened."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """A choice of symbols, None for all of them, of channels, and of the feed whose prices and candles are wanted.

    Equal choices are equal, in whatever order made.
    """

    symbols: frozenset[str] | None
    channels: frozenset[Channel]
    feed: str = LIVE

    def wants(self, channel: Channel, feed: str, symbol: str | None) -> bool:
        """Return whether a change in this channel is to be sent; None is the symbol of what is about a whole feed."""
        if channel not in self.channels or (channel in STATES and feed != self.feed):
            return False
        return self.symbols is None or symbol is None or symbol in self.symbols


EVERYTHING = Subscription(None, frozenset(Channel))
