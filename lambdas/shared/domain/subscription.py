"""What a connection of the push API wants to be sent."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Channel(StrEnum):
    """A kind of change that is pushed; the values are the lists of an update."""

    PRICES = "prices"
    CANDLES = "candles"
    ANOMALIES = "anomalies"


@dataclass(frozen=True, slots=True)
class Subscription:
    """A choice of symbols, None for all of them, and of channels. Equal choices are equal, in whatever order made."""

    symbols: frozenset[str] | None
    channels: frozenset[Channel]

    def wants(self, channel: Channel, symbol: str) -> bool:
        """Whether a change of this symbol in this channel is to be sent."""
        return channel in self.channels and (self.symbols is None or symbol in self.symbols)


EVERYTHING = Subscription(None, frozenset(Channel))
