"""The environment of each function, parsed once into a typed value.

Terraform sets these variables (terraform/functions.tf); the names are the upper-case field names.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Self

from lambdas.shared.domain.quote_time import ExchangeHours
from lambdas.shared.errors import SettingsError
from lambdas.shared.wire.webhook_bodies import WebhookFormat

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class ConsumerSettings:
    """Settings of all three stream consumers."""

    progress_table: str
    lake_bucket: str

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Self:
        """Raise `SettingsError` naming the variable that is missing."""
        return cls(progress_table=_text(environment, "PROGRESS_TABLE"), lake_bucket=_text(environment, "LAKE_BUCKET"))


@dataclass(frozen=True, slots=True)
class DetectorSettings:
    """Settings of anomaly_detector beside the consumers'."""

    anomalies_table: str
    counters_table: str
    detector_state_table: str
    alerting_table: str
    alert_topic_arn: str
    alert_cooldown: timedelta

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Self:
        """Raise `SettingsError` naming the variable that is missing or not a number."""
        return cls(
            anomalies_table=_text(environment, "ANOMALIES_TABLE"),
            counters_table=_text(environment, "COUNTERS_TABLE"),
            detector_state_table=_text(environment, "DETECTOR_STATE_TABLE"),
            alerting_table=_text(environment, "ALERTING_TABLE"),
            alert_topic_arn=_text(environment, "ALERT_TOPIC_ARN"),
            alert_cooldown=timedelta(minutes=_whole(environment, "ALERT_COOLDOWN_MINUTES")),
        )


@dataclass(frozen=True, slots=True)
class IngesterSettings:
    """Settings of data_ingester."""

    stream_name: str
    symbols: tuple[str, ...]
    alpha_vantage_url: str
    alpha_vantage_key_parameter: str
    quote_function: str
    exchange_hours: ExchangeHours

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Self:
        """Raise `SettingsError` naming the variable that is missing."""
        return cls(
            stream_name=_text(environment, "STREAM_NAME"),
            symbols=_symbols(environment),
            alpha_vantage_url=_text(environment, "ALPHA_VANTAGE_URL"),
            alpha_vantage_key_parameter=_text(environment, "ALPHA_VANTAGE_KEY_PARAMETER"),
            quote_function=_text(environment, "QUOTE_FUNCTION"),
            exchange_hours=_exchange_hours(environment),
        )


_QUERY_VARIABLES = ("QUERY_TOKEN_PARAMETER", "QUERY_ROLE_ARN", "ATHENA_WORKGROUP", "QUERY_TIME_LIMIT_SECONDS")


@dataclass(frozen=True, slots=True)
class QuerySettings:
    """Settings of api_handler for SQL: who may ask, as whom and where Athena is asked, for how long."""

    token_parameter: str
    role_arn: str
    athena_workgroup: str
    time_limit: timedelta

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Self | None:
        """None for a stack without Athena, which sets none of these. Raises `SettingsError` where one is missing."""
        if not any(environment.get(name) for name in _QUERY_VARIABLES):
            return None
        return cls(
            token_parameter=_text(environment, "QUERY_TOKEN_PARAMETER"),
            role_arn=_text(environment, "QUERY_ROLE_ARN"),
            athena_workgroup=_text(environment, "ATHENA_WORKGROUP"),
            time_limit=timedelta(seconds=_whole(environment, "QUERY_TIME_LIMIT_SECONDS")),
        )


@dataclass(frozen=True, slots=True)
class ApiSettings:
    """Settings of api_handler; `query` is None for a stack without Athena."""

    live_prices_table: str
    latest_prices_table: str
    price_candles_table: str
    anomalies_table: str
    counters_table: str
    symbols: tuple[str, ...]
    ingest_interval: timedelta
    exchange_hours: ExchangeHours
    glue_database: str
    glue_table: str
    query: QuerySettings | None

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Self:
        """Raise `SettingsError` naming the variable that is missing or not a number."""
        return cls(
            live_prices_table=_text(environment, "LIVE_PRICES_TABLE"),
            latest_prices_table=_text(environment, "LATEST_PRICES_TABLE"),
            price_candles_table=_text(environment, "PRICE_CANDLES_TABLE"),
            anomalies_table=_text(environment, "ANOMALIES_TABLE"),
            counters_table=_text(environment, "COUNTERS_TABLE"),
            symbols=_symbols(environment),
            ingest_interval=timedelta(seconds=_whole(environment, "INGEST_INTERVAL_SECONDS")),
            exchange_hours=_exchange_hours(environment),
            glue_database=_text(environment, "GLUE_DATABASE"),
            glue_table=_text(environment, "GLUE_TABLE"),
            query=QuerySettings.read(environment),
        )


@dataclass(frozen=True, slots=True)
class PushGatewaySettings:
    """Settings of push_gateway. `origins` are those whose pages may connect; "*" stands for all."""

    connections_table: str
    origins: frozenset[str]

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Self:
        """Raise `SettingsError` naming the variable that is missing. No origin at all is a valid choice."""
        origins = (part.strip().lower() for part in environment.get("CORS_ORIGINS", "").split(","))
        return cls(connections_table=_text(environment, "CONNECTIONS_TABLE"), origins=frozenset(filter(None, origins)))


@dataclass(frozen=True, slots=True)
class PushFanoutSettings:
    """Settings of push_fanout. `endpoint` is where messages to connections are posted."""

    connections_table: str
    latest_prices_table: str
    price_candles_table: str
    anomalies_table: str
    endpoint: str

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Self:
        """Raise `SettingsError` naming the variable that is missing."""
        return cls(
            connections_table=_text(environment, "CONNECTIONS_TABLE"),
            latest_prices_table=_text(environment, "LATEST_PRICES_TABLE"),
            price_candles_table=_text(environment, "PRICE_CANDLES_TABLE"),
            anomalies_table=_text(environment, "ANOMALIES_TABLE"),
            endpoint=_text(environment, "PUSH_ENDPOINT"),
        )


@dataclass(frozen=True, slots=True)
class WebhookSetting:
    """One webhook: `parameter` names the SSM parameter that says where it is."""

    name: str
    form: WebhookFormat
    parameter: str


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """Settings of alert_webhook; `webhooks` are by the name of their queue."""

    alerting_table: str
    anomalies_table: str
    webhooks: Mapping[str, WebhookSetting]

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Self:
        """Raise `SettingsError` naming the variable that is missing or cannot be read."""
        text = _text(environment, "WEBHOOKS")
        try:
            webhooks = {
                queue: WebhookSetting(of["name"], WebhookFormat(of["format"]), of["parameter"])
                for queue, of in json.loads(text).items()
            }
        except (ValueError, KeyError, TypeError, AttributeError):
            raise SettingsError("WEBHOOKS is no JSON object of webhooks by their queue") from None
        return cls(
            alerting_table=_text(environment, "ALERTING_TABLE"),
            anomalies_table=_text(environment, "ANOMALIES_TABLE"),
            webhooks=webhooks,
        )


@dataclass(frozen=True, slots=True)
class DigestSettings:
    """Settings of alert_digest."""

    alerting_table: str
    anomalies_table: str
    alert_topic_arn: str

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Self:
        """Raise `SettingsError` naming the variable that is missing."""
        return cls(
            alerting_table=_text(environment, "ALERTING_TABLE"),
            anomalies_table=_text(environment, "ANOMALIES_TABLE"),
            alert_topic_arn=_text(environment, "ALERT_TOPIC_ARN"),
        )


def table_setting(environment: Mapping[str, str], name: str) -> str:
    """Return the name of a table given by the variable `name`."""
    return _text(environment, name)


def _text(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "").strip()
    if not value:
        raise SettingsError(f"{name} is not set")
    return value


def _whole(environment: Mapping[str, str], name: str) -> int:
    text = _text(environment, name)
    if not text.isdecimal():
        raise SettingsError(f"{name} is not a whole number: {text!r}")
    return int(text)


def _exchange_hours(environment: Mapping[str, str]) -> ExchangeHours:
    text = _text(environment, "EXCHANGE_HOURS")
    try:
        return ExchangeHours(text)
    except ValueError:
        raise SettingsError(f"EXCHANGE_HOURS is neither {' nor '.join(ExchangeHours)}: {text!r}") from None


def _symbols(environment: Mapping[str, str]) -> tuple[str, ...]:
    symbols = tuple(part.strip() for part in _text(environment, "SYMBOLS").split(",") if part.strip())
    if not symbols:
        raise SettingsError("SYMBOLS names no symbol")
    return symbols
