"""Puts a stream consumer together from its environment; each function's `wiring` adds its use case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lambdas.shared.adapters import clients
from lambdas.shared.adapters.dynamodb.progress_store import DynamoProgressStore
from lambdas.shared.adapters.s3_quarantine import S3Quarantine
from lambdas.shared.clock import utc_now
from lambdas.shared.consumer import Consumer
from lambdas.shared.settings import ConsumerSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from lambdas.shared.domain.event import PriceEvent


def build_consumer(
    name: str, use_case: Callable[[Sequence[PriceEvent], datetime], Mapping[str, Any]], environment: Mapping[str, str]
) -> Consumer:
    """Return a consumer on the real services; `SettingsError` if the environment lacks something."""
    settings = ConsumerSettings.read(environment)
    return Consumer(
        name=name,
        use_case=use_case,
        quarantine=S3Quarantine(clients.s3, settings.lake_bucket),
        progress=DynamoProgressStore(clients.dynamodb(), settings.progress_table),
        clock=utc_now,
    )
