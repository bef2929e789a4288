from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from lambdas.shared.adapters import clients
from lambdas.shared.bootstrap import build_consumer
from lambdas.shared.clock import utc_now
from lambdas.shared.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from lambdas.shared.domain.event import PriceEvent

SHORTEST_TIMEOUT_SECONDS = 25  # api_handler's
ENVIRONMENT = {"PROGRESS_TABLE": "progress", "LAKE_BUCKET": "lake"}


def nothing(_events: Sequence[PriceEvent], _now: datetime) -> dict[str, int]:
    return {}


def test_the_clock_is_utc() -> None:
    assert utc_now().tzinfo is UTC
    assert utc_now().utcoffset() == timedelta(0)


def test_a_consumer_is_built_from_the_environment(region: None) -> None:  # noqa: ARG001
    consumer = build_consumer("aggregator", nothing, ENVIRONMENT)
    assert consumer.name == "aggregator"
    assert consumer.use_case is nothing


def test_what_the_environment_lacks_is_named() -> None:
    with pytest.raises(SettingsError, match="LAKE_BUCKET is not set"):
        build_consumer("aggregator", nothing, {"PROGRESS_TABLE": "progress"})


def test_a_client_is_made_once_and_gives_up_before_the_shortest_function_times_out(region: None) -> None:  # noqa: ARG001
    assert clients.dynamodb() is clients.dynamodb()
    config: Any = clients.dynamodb().meta.config
    longest = config.retries["total_max_attempts"] * (config.connect_timeout + config.read_timeout)
    assert 0 < longest < SHORTEST_TIMEOUT_SECONDS


@pytest.mark.parametrize("service", ["dynamodb", "kinesis", "s3", "sns", "ssm"])
def test_each_service_has_its_own_client(region: None, service: str) -> None:  # noqa: ARG001
    assert getattr(clients, service)().meta.service_model.service_name == service
