"""The three stream handlers as AWS runs them: settings from the environment, boto3 clients of their own, a batch."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from lambdas.aggregator import wiring as aggregator_wiring
from lambdas.aggregator.handler import handler as aggregator
from lambdas.anomaly_detector import wiring as detector_wiring
from lambdas.anomaly_detector.handler import handler as anomaly_detector
from lambdas.price_processor import wiring as processor_wiring
from lambdas.price_processor.handler import handler as price_processor
from lambdas.shared.adapters import clients
from lambdas.shared.adapters.dynamodb.codec import to_item
from lambdas.shared.wire.event_json import encode_event
from tests.factories import NOON, lambda_event, price_event, price_run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.contract.tables import Tables
    from tests.emulator import Emulator

CACHES = [aggregator_wiring.consumer, detector_wiring.consumer, processor_wiring.consumer, clients._client]
HANDLERS = [price_processor, aggregator, anomaly_detector]
JUMP = price_event("101", seconds=30 * 60)
LINES = [*map(encode_event, price_run(["100"] * 30)), b"not an event", encode_event(JUMP)]
BATCH = lambda_event(LINES)
# What may differ between two runs over the same input, and hangs on the clock.
CLOCKED = ("expires_at", "updated_at")


@pytest.fixture
def stack(emulator: Emulator, tables: Tables, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """New tables, a bucket and a topic, all named in the environment as Terraform names them."""
    names = {
        "LIVE_PRICES_TABLE": tables.create("live-prices"),
        "LATEST_PRICES_TABLE": tables.create("latest-prices"),
        "PRICE_CANDLES_TABLE": tables.create("price-candles"),
        "ANOMALIES_TABLE": tables.create("anomalies"),
        "DETECTOR_STATE_TABLE": tables.create("detector-state"),
        "PROGRESS_TABLE": tables.create("consumer-progress"),
        "SESSION_STARTS_TABLE": tables.create("session-starts"),
        "COUNTERS_TABLE": tables.create("counters"),
        "ALERTING_TABLE": tables.create("alerting"),
        "LAKE_BUCKET": "handlers-lake",
        "ALERT_TOPIC_ARN": emulator.client("sns").create_topic(Name="handlers-alerts")["TopicArn"],
        "ALERT_COOLDOWN_MINUTES": "15",
    }
    emulator.client("s3").create_bucket(Bucket=names["LAKE_BUCKET"])
    for name, value in (emulator.environment | names).items():
        monkeypatch.setenv(name, value)
    for cached in CACHES:
        cached.cache_clear()
    yield names
    for cached in CACHES:
        cached.cache_clear()


def contents(tables: Tables, stack: dict[str, str]) -> dict[str, list[dict[str, Any]]]:
    """Every table's items, what hangs on the clock left out."""
    return {
        name: [
            {attribute: value for attribute, value in item.items() if attribute not in CLOCKED}
            for item in tables.items(table)
        ]
        for name, table in stack.items()
        if name.endswith("_TABLE")
    }


def test_a_batch_ends_in_every_table_and_a_redelivery_changes_nothing(
    emulator: Emulator, tables: Tables, stack: dict[str, str]
) -> None:
    for handler in HANDLERS:
        handler(BATCH, None)
    once = contents(tables, stack)
    assert {name: len(items) for name, items in once.items()} == {
        "LIVE_PRICES_TABLE": 31,
        "LATEST_PRICES_TABLE": 1,
        "PRICE_CANDLES_TABLE": 31,
        "ANOMALIES_TABLE": 1,
        "DETECTOR_STATE_TABLE": 1,
        "PROGRESS_TABLE": 3,
        "SESSION_STARTS_TABLE": 0,
        "ALERTING_TABLE": 0,
        "COUNTERS_TABLE": 3,  # an hour and a day of events, an hour of anomalies
    }
    assert [item["event_id"] for item in once["LATEST_PRICES_TABLE"]] == [JUMP.event_id]
    (anomaly,) = once["ANOMALIES_TABLE"]
    assert (anomaly["event_id"], anomaly["alerted"]) == (JUMP.event_id, True)
    assert {item["records"] for item in once["PROGRESS_TABLE"]} == {len(LINES)}
    for handler in HANDLERS:
        handler(BATCH, None)
        handler({"Records": BATCH["Records"][-3:]}, None)
    assert contents(tables, stack) == once
    quarantined = emulator.client("s3").list_objects_v2(Bucket=stack["LAKE_BUCKET"])["Contents"]
    assert sorted(entry["Key"].split("/")[1] for entry in quarantined) == [
        "consumer=aggregator",
        "consumer=anomaly_detector",
        "consumer=price_processor",
    ]


def test_what_is_written_expires_in_the_future(tables: Tables, stack: dict[str, str]) -> None:
    for handler in (price_processor, aggregator):
        handler(lambda_event(LINES[:1]), None)
    for name in ("LIVE_PRICES_TABLE", "LATEST_PRICES_TABLE", "PRICE_CANDLES_TABLE"):
        (item,) = tables.items(stack[name])
        assert item["expires_at"] > NOON.timestamp()


@pytest.mark.parametrize("handler", HANDLERS)
def test_a_missing_table_returns_the_batch(
    handler: Any, stack: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in stack:
        if name.endswith("_TABLE"):
            monkeypatch.setenv(name, "gone")
    with pytest.raises(clients.dynamodb().exceptions.ResourceNotFoundException):
        handler(BATCH, None)


SCORED = {"series": JUMP.series, "newest_at": "2026-11-20T17:29:00.000Z", "newest_ids": ["0" * 32], "scored": 30}
HUNDREDS = {"version": 1, "prices": " ".join(["100"] * 30)}
LATER = {"schema": 9, "mood": "bullish", "detectors": {"oracle": {"secret": 1}}}


@pytest.mark.parametrize(
    ("written", "goes_on"),
    [
        ({"window": [Decimal(100)] * 30, "last_alerts": {}}, True),
        ({"schema": 2, "prices": HUNDREDS["prices"], "last_alerts": {}}, True),
        (LATER | {"detectors": {"zscore": {"state": json.dumps(HUNDREDS), "last_alerts": {}, "mood": 1}}}, True),
        (LATER | {"detectors": {"zscore": {"state": '{"version":2}', "last_alerts": {}}}}, False),
        (LATER, False),
    ],
)
def test_a_state_that_another_version_wrote_is_carried_over_or_begun_anew(
    tables: Tables, stack: dict[str, str], written: dict[str, Any], goes_on: bool
) -> None:
    item = to_item(SCORED | written)
    tables.client.put_item(TableName=stack["DETECTOR_STATE_TABLE"], Item=item)
    before = price_event("99", seconds=60 * 28)  # late, whoever wrote the state
    anomaly_detector(lambda_event([encode_event(before), encode_event(JUMP)]), None)
    assert len(tables.items(stack["ANOMALIES_TABLE"])) == goes_on
    (state,) = tables.items(stack["DETECTOR_STATE_TABLE"])
    assert (state["schema"], state["scored"], list(state["detectors"])) == (3, 31, ["zscore"])
    prices = json.loads(state["detectors"]["zscore"]["state"])["prices"].split()
    assert prices == [*(["100"] * 29 if goes_on else []), "101"]


def test_several_detectors_store_and_mail_each_its_own(
    tables: Tables, stack: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DETECTORS", '{"detectors":["zscore","calibrated"],"symbols":{"MSFT":["multiscale"]}}')
    calm = [f"100.0{place % 3}" for place in range(40)]
    for symbol in ("AAPL", "MSFT"):
        events = [*price_run(calm, symbol=symbol), price_event("97", seconds=60 * 40, symbol=symbol)]
        anomaly_detector(lambda_event([encode_event(event) for event in events]), None)
    found = {(item["symbol"], item["detector"]): item for item in tables.items(stack["ANOMALIES_TABLE"])}
    assert set(found) == {("AAPL", "zscore"), ("AAPL", "calibrated"), ("MSFT", "multiscale")}
    assert all(item["alerted"] for item in found.values())
    ids = [found["AAPL", name]["anomaly_id"] for name in ("zscore", "calibrated")]
    assert ids[1] == f"{ids[0]}#calibrated"
    assert found["MSFT", "multiscale"]["scale"] == "1m"
    assert "scale" not in found["AAPL", "zscore"]
