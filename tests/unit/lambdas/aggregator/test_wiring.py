from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lambdas.aggregator.handler import handler
from lambdas.aggregator.wiring import consumer
from lambdas.shared.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator

ENVIRONMENT = {
    "PRICE_CANDLES_TABLE": "finpulse-price-candles",
    "SESSION_STARTS_TABLE": "finpulse-session-starts",
    "COUNTERS_TABLE": "finpulse-counters",
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
    assert consumer().name == "aggregator"
    assert consumer() is consumer()


def test_the_handler_takes_an_empty_batch_without_asking_a_service() -> None:
    handler({"Records": []}, None)


@pytest.mark.parametrize("name", ENVIRONMENT)
def test_what_the_environment_lacks_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(name)
    with pytest.raises(SettingsError, match=f"{name} is not set"):
        handler({"Records": []}, None)
