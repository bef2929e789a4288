"""Watches the push API: when the message with an event's price arrives."""

from __future__ import annotations

import threading
import time

from finpulse_cli.core.errors import FailedError
from finpulse_cli.features.bench.events import FEED, SYMBOL
from finpulse_cli.features.bench.probe import Sightings
from finpulse_cli.stack.push import PushConnection

TIMEOUT_SECONDS = 15


class SocketProbe:
    """See `finpulse_cli.features.bench.probe.Probe`."""

    name = "message on the socket"

    def __init__(self, url: str) -> None:
        self.sightings = Sightings()
        self._url = url
        self._connection: PushConnection | None = None
        self._thread = threading.Thread(target=self._listen, daemon=True)

    def start(self) -> None:
        """Connect, subscribe and listen."""
        self._connection = PushConnection(self._url, TIMEOUT_SECONDS)
        self._connection.subscribe([SYMBOL], ["prices"], FEED)
        self._thread.start()

    def stop(self) -> None:
        """Hang up."""
        if self._connection is not None:
            self._connection.close()
        if self._thread.is_alive():
            self._thread.join()

    def _listen(self) -> None:
        """Listen until the connection ends; what is missing then shows in the figures."""
        connection = self._connection
        while connection is not None:
            try:
                message = connection.receive()
            except FailedError:
                return
            at = time.time()
            for price in (message or {}).get("prices", ()):
                self.sightings.saw(price["timestamp"], at)
