from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lambdas.push_gateway.handler import handler
from lambdas.push_gateway.wiring import gateway
from lambdas.shared.errors import SettingsError
from tests.unit.lambdas.push_gateway.events import push_event

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def environment(region: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:  # noqa: ARG001
    monkeypatch.setenv("CONNECTIONS_TABLE", "finpulse-connections")
    monkeypatch.setenv("CORS_ORIGINS", "http://localhost:5173,HTTP://Prices.test")
    gateway.cache_clear()
    yield
    gateway.cache_clear()


def test_the_gateway_is_put_together_once() -> None:
    assert gateway() is gateway()


def test_the_handler_connects_without_asking_a_service() -> None:
    for origin, status in (("http://prices.test", 200), ("http://other.test", 403)):
        assert handler(push_event("CONNECT", headers={"Origin": origin}), None) == {"statusCode": status}


def test_what_the_environment_lacks_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONNECTIONS_TABLE")
    with pytest.raises(SettingsError, match="CONNECTIONS_TABLE is not set"):
        handler(push_event("CONNECT"), None)
