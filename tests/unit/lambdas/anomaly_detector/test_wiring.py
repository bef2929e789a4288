from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lambdas.anomaly_detector.handler import handler
from lambdas.anomaly_detector.wiring import consumer
from lambdas.shared.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator

ENVIRONMENT = {
    "ANOMALIES_TABLE": "finpulse-anomalies",
    "COUNTERS_TABLE": "finpulse-counters",
    "DETECTOR_STATE_TABLE": "finpulse-detector-state",
    "ALERT_TOPIC_ARN": "arn:aws:sns:us-east-1:000000000000:finpulse-alerts",
    "ALERT_COOLDOWN_MINUTES": "15",
    "PROGRESS_TABLE": "finpulse-consumer-progress",
    "LAKE_BUCKET": "finpulse-lake",
}


@pytest.fixture(autouse=True)
def environment(region: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:  # noqa: ARG001
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    consumer.cache_clear()
    yield
    consumer.cache_clear()


def test_the_consumer_is_put_together_once() -> None:
    assert consumer().name == "anomaly_detector"
    assert consumer() is consumer()


def test_the_handler_takes_an_empty_batch_without_asking_a_service() -> None:
    handler({"Records": []}, None)


@pytest.mark.parametrize("name", ENVIRONMENT)
def test_what_the_environment_lacks_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(name)
    with pytest.raises(SettingsError, match=f"{name} is not set"):
        handler({"Records": []}, None)
