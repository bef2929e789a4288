"""The environment of each function, parsed once into a typed value.

Terraform sets these variables (terraform/functions.tf); the names are the upper-case field names.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Self

from lambdas.shared.domain.event import Source
from lambdas.shared.domain.plan import Plan
from lambdas.shared.domain.quote_time import ExchangeHours
from lambdas.shared.errors import SettingsError

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
class ProviderSettings:
    """Settings of one provider of quotes: its base URL, the SSM parameter with its API key, what the key may ask."""

    url: str
    key_parameter: str
    plan: Plan

    @classmethod
    def read(cls, environment: Mapping[str, str], provider: str) -> Self:
        """Read `<PROVIDER>_URL`, `<PROVIDER>_KEY_PARAMETER` and its plan; `SettingsError` naming what is missing."""
        name = provider.upper()
        return cls(
            url=_text(environment, f"{name}_URL"),
            key_parameter=_text(environment, f"{name}_KEY_PARAMETER"),
            plan=_plan(environment, name),
        )


@dataclass(frozen=True, slots=True)
class IngesterSettings:
    """Settings of data_ingester. `providers` are those to ask, by name, the first one first."""

    stream_name: str
    symbols: tuple[str, ...]
    providers: Mapping[Source, ProviderSettings]
    quote_function: str
    exchange_hours: ExchangeHours
    schedule_interval: timedelta
    counters_table: str

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Self:
        """Raise `SettingsError` naming the variable that is missing or cannot be read."""
        return cls(
            stream_name=_text(environment, "STREAM_NAME"),
            symbols=_symbols(environment),
            providers={name: ProviderSettings.read(environment, name) for name in _providers(environment)},
            quote_function=_text(environment, "QUOTE_FUNCTION"),
            exchange_hours=_exchange_hours(environment),
            schedule_interval=timedelta(minutes=_whole(environment, "SCHEDULE_MINUTES")),
            counters_table=_text(environment, "COUNTERS_TABLE"),
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


def text_setting(environment: Mapping[str, str], name: str) -> str:
    """Return the text of the variable `name`; `SettingsError` where it is missing or blank."""
    return _text(environment, name)


def whole_setting(environment: Mapping[str, str], name: str) -> int:
    """Return the variable `name`, a whole number of zero or more; `SettingsError` for any other."""
    return _whole(environment, name)


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


def _plan(environment: Mapping[str, str], provider: str) -> Plan:
    """Return what a provider's key may ask; where a number lacks there is no such limit."""
    return Plan(
        _whole_or_none(environment, f"{provider}_DAILY_REQUESTS"),
        _whole_or_none(environment, f"{provider}_REQUESTS_PER_MINUTE"),
    )


def _whole_or_none(environment: Mapping[str, str], name: str) -> int | None:
    return _whole(environment, name) if environment.get(name, "").strip() else None


def _providers(environment: Mapping[str, str]) -> tuple[Source, ...]:
    names = [part.strip() for part in _text(environment, "PROVIDERS").split(",")]
    known = [source for source in Source if source is not Source.REPLAY]
    for name in names:
        if name not in known:
            raise SettingsError(f"PROVIDERS names something else than {', '.join(known)}: {name!r}")
    return tuple(Source(name) for name in dict.fromkeys(names))


def _symbols(environment: Mapping[str, str]) -> tuple[str, ...]:
    symbols = tuple(part.strip() for part in _text(environment, "SYMBOLS").split(",") if part.strip())
    if not symbols:
        raise SettingsError("SYMBOLS names no symbol")
    return symbols
