"""Quotes of one round, and what of them was acknowledged when: put as a client puts them that tries again."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from lambdas.shared.adapters.kinesis_stream import KinesisStream
from lambdas.shared.errors import DependencyError
from tests.factories import price_event

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from mypy_boto3_kinesis import KinesisClient

    from lambdas.shared.domain.event import PriceEvent

SYMBOLS, MINUTES, PAGE, SPIKES = 3, 70, 6, 0.12


def quotes(feed: str, name: str, randomness: random.Random) -> list[PriceEvent]:
    """Return calm walks with leaps in them, by time."""
    found = []
    for minute in range(MINUTES):
        for symbol in range(SYMBOLS):
            leap = randomness.choice((-3, 3)) if minute > 30 and randomness.random() < SPIKES else 0
            price = 100 + symbol + leap + randomness.randint(-5, 5) / 100
            found.append(
                price_event(f"{price:.2f}", seconds=60 * minute, symbol=f"{name}{'ABC'[symbol]}", volume=10, feed=feed)
            )
    return found


class Producer:
    """Puts events in order; `acknowledged` has the moment (epoch seconds) by event id. `client` may change between."""

    def __init__(self, events: list[PriceEvent], client: Callable[[], KinesisClient], stream: str) -> None:
        self._events, self._client, self._stream = events, client, stream
        self.acknowledged: dict[str, float] = {}
        self.thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        place = 0
        while place < len(self._events):
            page = self._events[place : place + PAGE]
            try:
                KinesisStream(self._client(), self._stream).put(page)
            except DependencyError:
                time.sleep(0.1)  # the emulator is down
                continue
            self.acknowledged |= dict.fromkeys((event.event_id for event in page), time.time())
            place += PAGE
            time.sleep(0.02)
