"""The day's requests as `finpulse status` tells them."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from finpulse_cli.features.status.requests_today import RequestsToday, requests_text, requests_today
from lambdas.shared.adapters.dynamodb.codec import to_item
from lambdas.shared.domain.timestamps import epoch_seconds
from tests.doubles.stubbed import stubbed

NOW = datetime(2026, 11, 20, 20, 50, tzinfo=UTC)  # a Friday


def stored(provider: str, **more: Any) -> dict[str, Any]:
    return to_item({"provider": provider, "day": "2026-11-20", "expires_at": epoch_seconds(NOW) + 60} | more)


def told(hours: str = "nyse", *items: dict[str, Any]) -> list[RequestsToday]:
    client, script = stubbed("dynamodb")
    script.add_response("query", {"Items": list(items)})
    outputs: Any = SimpleNamespace(exchange_hours=hours, tables={"counters": "finpulse-counters"})
    clients: Any = SimpleNamespace(dynamodb=client)
    return requests_today(clients, outputs, NOW)


def test_each_provider_that_was_asked_is_told() -> None:
    items = stored("alpha_vantage", used=25, limit=25), stored("finnhub", used=780)
    assert told("nyse", *items) == [
        RequestsToday("alpha_vantage", 25, 25, "2026-11-23T14:30:00.000Z"),
        RequestsToday("finnhub", 780, None, None),
    ]
    assert told("always", items[0])[0].goes_on_at == "2026-11-21T05:00:00.000Z"
    assert told("nyse") == []


@pytest.mark.parametrize(
    ("requests", "text"),
    [
        (
            RequestsToday("alpha_vantage", 25, 25, "2026-11-23T14:30:00.000Z"),
            "25 of 25 requests used today, goes on at 2026-11-23T14:30:00.000Z",
        ),
        (RequestsToday("alpha_vantage", 7, 25, None), "7 of 25 requests used today"),
        (RequestsToday("finnhub", 1780, None, None), "1,780 requests today; the plan has no limit a day"),
    ],
)
def test_it_is_told_in_words(requests: RequestsToday, text: str) -> None:
    assert requests_text(requests) == text
