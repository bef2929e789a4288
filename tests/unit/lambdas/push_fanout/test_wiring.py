from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lambdas.push_fanout.handler import handler
from lambdas.push_fanout.wiring import fanout
from lambdas.shared.domain.subscription import Channel
from lambdas.shared.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator

ENVIRONMENT = {
    "CONNECTIONS_TABLE": "finpulse-connections",
    "LATEST_PRICES_TABLE": "finpulse-latest-prices",
    "PRICE_CANDLES_TABLE": "finpulse-price-candles",
    "ANOMALIES_TABLE": "finpulse-anomalies",
    "PUSH_ENDPOINT": "https://push.test/live",
}


@pytest.fixture(autouse=True)
def environment(region: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:  # noqa: ARG001
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    fanout.cache_clear()
    yield
    fanout.cache_clear()


def test_the_fan_out_is_put_together_once_and_knows_its_tables() -> None:
    assert fanout() is fanout()
    assert {table: form.channel for table, form in fanout().forms.items()} == {
        "finpulse-latest-prices": Channel.PRICES,
        "finpulse-price-candles": Channel.CANDLES,
        "finpulse-anomalies": Channel.ANOMALIES,
    }


@pytest.mark.parametrize("name", ENVIRONMENT)
def test_what_the_environment_lacks_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(name)
    with pytest.raises(SettingsError, match=f"{name} is not set"):
        handler({"Records": []}, None)
