from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from lambdas.shared.detector_settings import DetectorSettings
from lambdas.shared.domain.event import Source
from lambdas.shared.domain.plan import Plan
from lambdas.shared.errors import SettingsError
from lambdas.shared.settings import (
    ApiSettings,
    ConsumerSettings,
    DigestSettings,
    IngesterSettings,
    PushFanoutSettings,
    PushGatewaySettings,
    table_setting,
)
from lambdas.shared.webhook_settings import WebhookSetting, WebhookSettings
from lambdas.shared.wire.webhook_bodies import WebhookFormat

if TYPE_CHECKING:
    from collections.abc import Callable

    Reader = Callable[[dict[str, str]], object]

CONSUMER = {"PROGRESS_TABLE": "progress", "LAKE_BUCKET": "lake"}
DETECTOR = {
    "ANOMALIES_TABLE": "anomalies",
    "COUNTERS_TABLE": "counters",
    "DETECTOR_STATE_TABLE": "state",
    "ALERTING_TABLE": "alerting",
    "ALERT_TOPIC_ARN": "arn:aws:sns:us-east-1:000000000000:alerts",
    "ALERT_COOLDOWN_MINUTES": "15",
}
INGESTER = {
    "STREAM_NAME": "quotes",
    "SYMBOLS": "AAPL, MSFT,,BRK.B ",
    "PROVIDERS": "alpha_vantage",
    "ALPHA_VANTAGE_URL": "https://quotes.example",
    "ALPHA_VANTAGE_KEY_PARAMETER": "/finpulse/key",
    "QUOTE_FUNCTION": "GLOBAL_QUOTE",
    "EXCHANGE_HOURS": "nyse",
    "SCHEDULE_MINUTES": "1",
    "COUNTERS_TABLE": "counters",
}
API = {
    "LIVE_PRICES_TABLE": "prices",
    "LATEST_PRICES_TABLE": "latest",
    "PRICE_CANDLES_TABLE": "candles",
    "ANOMALIES_TABLE": "anomalies",
    "COUNTERS_TABLE": "counters",
    "SYMBOLS": "AAPL",
    "INGEST_INTERVAL_SECONDS": "60",
    "EXCHANGE_HOURS": "always",
    "QUERY_TOKEN_PARAMETER": "/finpulse/query-token",
    "QUERY_ROLE_ARN": "arn:aws:iam::000000000000:role/finpulse-query",
    "ATHENA_WORKGROUP": "finpulse",
    "GLUE_DATABASE": "finpulse",
    "GLUE_TABLE": "raw_events",
    "QUERY_TIME_LIMIT_SECONDS": "60",
}
GATEWAY = {"CONNECTIONS_TABLE": "connections"}
FANOUT = {
    "CONNECTIONS_TABLE": "connections",
    "LATEST_PRICES_TABLE": "latest",
    "PRICE_CANDLES_TABLE": "candles",
    "ANOMALIES_TABLE": "anomalies",
    "PUSH_ENDPOINT": "https://push.test/live",
}
WEBHOOK = {
    "ALERTING_TABLE": "alerting",
    "ANOMALIES_TABLE": "anomalies",
    "WEBHOOKS": '{"finpulse-webhook-ops":{"name":"ops","format":"slack","parameter":"/finpulse/webhooks/ops"}}',
}
DIGEST = {"ALERTING_TABLE": "alerting", "ANOMALIES_TABLE": "anomalies", "ALERT_TOPIC_ARN": "arn:aws:sns:a:b:c"}
READERS: list[tuple[Reader, dict[str, str]]] = [
    (ConsumerSettings.read, CONSUMER),
    (DetectorSettings.read, DETECTOR),
    (IngesterSettings.read, INGESTER),
    (ApiSettings.read, API),
    (PushGatewaySettings.read, GATEWAY),
    (PushFanoutSettings.read, FANOUT),
    (WebhookSettings.read, WEBHOOK),
    (DigestSettings.read, DIGEST),
]


def test_each_function_reads_its_settings() -> None:
    assert ConsumerSettings.read(CONSUMER) == ConsumerSettings("progress", "lake")
    (alone,) = DetectorSettings.read(DETECTOR).roster.of("AAPL")
    assert (alone.detector.name, alone.cooldown) == ("zscore", timedelta(minutes=15))
    assert IngesterSettings.read(INGESTER).symbols == ("AAPL", "MSFT", "BRK.B")
    assert ApiSettings.read(API).ingest_interval == timedelta(minutes=1)
    query = ApiSettings.read(API).query
    assert query is not None
    assert query.time_limit == timedelta(minutes=1)
    assert table_setting(API, "LIVE_PRICES_TABLE") == "prices"


@pytest.mark.parametrize(
    ("text", "origins"),
    [("", set()), (" , ", set()), ("*", {"*"}), ("http://a.test, HTTPS://B.test", {"http://a.test", "https://b.test"})],
)
def test_origins_are_read_as_browsers_write_them(text: str, origins: set[str]) -> None:
    assert PushGatewaySettings.read(GATEWAY | {"CORS_ORIGINS": text}).origins == origins


@pytest.mark.parametrize(
    ("read", "environment", "name"),
    [(read, environment, name) for read, environment in READERS for name in environment],
)
@pytest.mark.parametrize("blank", [None, "", "  "])
def test_a_missing_setting_is_named(read: Reader, environment: dict[str, str], name: str, blank: str | None) -> None:
    broken = {key: value for key, value in environment.items() if key != name}
    with pytest.raises(SettingsError, match=f"^{name} is not set$"):
        read(broken if blank is None else broken | {name: blank})


def test_a_stack_without_athena_sets_nothing_about_queries() -> None:
    about_queries = ("QUERY_TOKEN_PARAMETER", "QUERY_ROLE_ARN", "ATHENA_WORKGROUP", "QUERY_TIME_LIMIT_SECONDS")
    assert ApiSettings.read({name: API[name] for name in API if name not in about_queries}).query is None


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ({}, Plan()),
        ({"ALPHA_VANTAGE_DAILY_REQUESTS": "25"}, Plan(daily_requests=25)),
        ({"ALPHA_VANTAGE_REQUESTS_PER_MINUTE": "600"}, Plan(requests_per_minute=600)),
    ],
)
def test_a_plan_has_the_limits_that_are_given(numbers: dict[str, str], expected: Plan) -> None:
    assert IngesterSettings.read(INGESTER | numbers).providers[Source.ALPHA_VANTAGE].plan == expected


@pytest.mark.parametrize("text", ["fifteen", "-1", "1.5", "1e3"])
def test_minutes_are_a_whole_number(text: str) -> None:
    with pytest.raises(SettingsError, match=f"^ALERT_COOLDOWN_MINUTES is not a whole number: '{text}'$"):
        DetectorSettings.read(DETECTOR | {"ALERT_COOLDOWN_MINUTES": text})


def test_who_judges_is_read_with_the_rest() -> None:
    text = '{"detectors":["calibrated"],"symbols":{"TSLA":["zscore","multiscale"]}}'
    roster = DetectorSettings.read(DETECTOR | {"DETECTORS": text}).roster
    assert [duty.detector.name for duty in roster.of("AAPL")] == ["calibrated"]
    assert [duty.detector.name for duty in roster.of("TSLA")] == ["zscore", "multiscale"]
    with pytest.raises(SettingsError, match=r"^DETECTORS cannot be read: .*no detector is called 'oracle'"):
        DetectorSettings.read(DETECTOR | {"DETECTORS": '{"detectors":["oracle"]}'})


def test_at_least_one_symbol_is_needed() -> None:
    with pytest.raises(SettingsError, match="SYMBOLS names no symbol"):
        ApiSettings.read(API | {"SYMBOLS": " , ,"})


def test_webhooks_are_known_by_their_queues() -> None:
    ops = WebhookSetting("ops", WebhookFormat.SLACK, "/finpulse/webhooks/ops")
    assert WebhookSettings.read(WEBHOOK).webhooks == {"finpulse-webhook-ops": ops}


@pytest.mark.parametrize("text", ["x", "[]", "7", '{"q":{}}', '{"q":{"name":"a","format":"fax","parameter":"/p"}}'])
def test_webhooks_that_cannot_be_read_are_told(text: str) -> None:
    with pytest.raises(SettingsError, match="WEBHOOKS is no JSON object"):
        WebhookSettings.read(WEBHOOK | {"WEBHOOKS": text})
