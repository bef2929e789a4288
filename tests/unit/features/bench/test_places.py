"""What watches the table and cleans it up, on a real emulator; what watches the socket, on a server of the test's."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from finpulse_cli.features.bench.cleanup import PLACES, remove_traces
from finpulse_cli.features.bench.events import FEED, SYMBOL, bench_event
from finpulse_cli.features.bench.items import ItemProbe
from finpulse_cli.features.bench.socket import SocketProbe
from lambdas.shared.adapters.dynamodb.codec import to_item
from lambdas.shared.adapters.dynamodb.price_store import DynamoPriceStore
from lambdas.shared.domain.timestamps import format_timestamp
from tests.contract.tables import Tables
from tests.factories import NOON, price_event
from tests.unit.features.tail.fakes import outputs
from tests.unit.stack.test_push import server

if TYPE_CHECKING:
    from finpulse_cli.features.bench.probe import Probe
    from tests.emulator import Emulator

EVENT = bench_event(0, NOON)
AT = format_timestamp(EVENT.timestamp)
SCOPES = {"counters": 2}  # a feed's own, and that of all feeds


@pytest.fixture(scope="session")
def tables(emulator: Emulator) -> Tables:
    return Tables(emulator.client("dynamodb"))


def await_sighting(probe: Probe) -> None:
    """Returns once the probe has seen the event; a test that hangs here has failed."""
    while probe.sightings.is_waiting:
        pass


def test_an_item_is_seen_when_it_can_be_read(tables: Tables) -> None:
    store = DynamoPriceStore(tables.client, tables.create("live-prices"))
    store.save([price_event()], NOON)  # somebody else's
    probe = ItemProbe(tables.client, store.table)
    probe.start()
    probe.sightings.expect(AT)
    assert probe.sightings.all() == {}
    store.save([EVENT], NOON)
    await_sighting(probe)
    probe.stop()
    assert probe.sightings.all().keys() == {AT}


def test_a_message_is_seen_when_it_arrives() -> None:
    def serve_connection(connection: Any) -> None:
        asked = json.loads(connection.recv())
        assert (asked["feed"], asked["symbols"], asked["channels"]) == (FEED, [SYMBOL], ["prices"])
        connection.send('{"type":"subscribed"}')
        connection.recv()
        connection.send(json.dumps({"type": "update", "prices": [{"symbol": SYMBOL, "timestamp": AT}]}))
        connection.recv()

    with server(serve_connection) as url:
        probe = SocketProbe(url)
        probe.start()
        probe.sightings.expect(AT)
        assert probe.sightings.all() == {}
        assert probe._connection
        probe._connection.send("go on")
        await_sighting(probe)
        probe.stop()
    assert probe.sightings.all().keys() == {AT}


def test_a_probe_that_never_started_can_be_stopped(tables: Tables) -> None:
    ItemProbe(tables.client, "none").stop()
    SocketProbe("ws://127.0.0.1:1/live").stop()


def test_only_the_benchmarks_own_traces_are_removed(tables: Tables) -> None:
    names = {place.table: tables.create(place.table.replace("_", "-")) for place in PLACES}
    stack = replace(outputs(), tables=names)
    theirs = [price_event(), price_event(symbol=SYMBOL)]
    for event in (EVENT, bench_event(1, NOON + timedelta(seconds=1)), *theirs):
        at = format_timestamp(event.timestamp)
        item = {"series": event.series, "feed": event.feed, "symbol": event.symbol, "timestamp": at}
        more = {"candle_timestamp": at, "anomaly_id": f"{at}#{event.event_id}", "session": "2026-11-20"}
        for name, table in names.items():
            scopes = (event.feed, "feeds")[: SCOPES.get(name, 1)]
            for scope in scopes:
                bucket = {"scope": scope, "bucket": f"{event.feed}#{at}#{event.symbol}"}
                tables.client.put_item(TableName=table, Item=to_item(item | more | bucket))
    remove_traces(tables.client, stack)
    for name, table in names.items():
        left = [(item["feed"], item["symbol"]) for item in tables.items(table)]
        assert sorted(left) == sorted(
            (event.feed, event.symbol) for event in theirs for _ in range(SCOPES.get(name, 1))
        )
