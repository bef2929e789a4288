"""Watches live_prices: when the item of an event can be read."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from finpulse_cli.features.bench.bench_events import SERIES
from finpulse_cli.features.bench.probe import Sightings
from lambdas.shared.adapters.dynamodb.codec import to_item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

POLL_SECONDS = 0.01  # how far a figure may be too high; polled only while an event is on its way


class ItemProbe:
    """See `finpulse_cli.features.bench.probe.Probe`."""

    name = "item in live_prices"

    def __init__(self, dynamodb: DynamoDBClient, table: str) -> None:
        self.sightings = Sightings()
        self._dynamodb = dynamodb
        self._table = table
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def start(self) -> None:
        """Begin to poll."""
        self._thread.start()

    def stop(self) -> None:
        """End the polling."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def _watch(self) -> None:
        while not self._stopped.wait(POLL_SECONDS):
            if self.sightings.is_waiting:
                self._look()

    def _look(self) -> None:
        found = self._dynamodb.query(
            TableName=self._table,
            KeyConditionExpression="series = :series",
            ExpressionAttributeValues=to_item({":series": SERIES}),
            ScanIndexForward=False,
            ConsistentRead=True,
            Limit=1,
        )["Items"]
        for item in found:
            self.sightings.saw(item["timestamp"]["S"], time.time())
