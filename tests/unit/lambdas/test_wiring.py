"""Settings to the use case of each function; nothing happens before it is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from lambdas.data_ingester.asking import Asking
from lambdas.data_ingester.chain import ProviderChain
from lambdas.data_ingester.retries import RetryingSource
from lambdas.data_ingester.wiring import build_ingester, source_of
from lambdas.push_fanout.wiring import fanout
from lambdas.push_gateway.handler import handler as gateway_handler
from lambdas.shared.adapters.alpha_vantage.sources import BulkQuotes, GlobalQuotes
from lambdas.shared.adapters.finnhub.quote_source import FinnhubQuotes
from lambdas.shared.domain.event import Source
from lambdas.shared.domain.plan import Plan
from lambdas.shared.domain.quote_time import ExchangeHours
from lambdas.shared.domain.subscription import Channel
from lambdas.shared.errors import SettingsError
from lambdas.shared.settings import IngesterSettings
from tests.doubles.request_budget import MemoryBudget
from tests.unit.lambdas.push_gateway.events import push_event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambdas.data_ingester.scheduled import ScheduledIngester

CONSUMER = {"PROGRESS_TABLE": "finpulse-consumer-progress", "LAKE_BUCKET": "finpulse-lake"}
INGESTER = {
    "STREAM_NAME": "finpulse-quotes",
    "SYMBOLS": "AAPL,MSFT,AAPL",
    "PROVIDERS": "alpha_vantage",
    "ALPHA_VANTAGE_URL": "https://www.alphavantage.co",
    "ALPHA_VANTAGE_KEY_PARAMETER": "/finpulse/key",
    "QUOTE_FUNCTION": "GLOBAL_QUOTE",
    "EXCHANGE_HOURS": "nyse",
    "SCHEDULE_MINUTES": "1",
    "COUNTERS_TABLE": "finpulse-counters",
}
FINNHUB = {"FINNHUB_URL": "https://finnhub.io/api/v1", "FINNHUB_KEY_PARAMETER": "/finpulse/finnhub-key"}


@dataclass(frozen=True)
class WiredFunction:
    """A function, the variables that it cannot do without, and an event that asks no service."""

    name: str
    required: dict[str, str]
    optional: dict[str, str] = field(default_factory=dict)
    use_case: str = "consumer"
    event: dict[str, Any] = field(default_factory=lambda: {"Records": []})

    def build(self) -> Any:
        """Return its use case, as its handler gets it."""
        return self._builder()()

    def forget(self) -> None:
        """Let the next call put it together again."""
        self._builder().cache_clear()

    def handle(self) -> Any:
        """Return the handler's answer to the event."""
        return import_module(f"lambdas.{self.name}.handler").handler(self.event, None)

    def _builder(self) -> Any:
        return getattr(import_module(f"lambdas.{self.name}.wiring"), self.use_case)


CONSUMERS = [
    WiredFunction(
        "aggregator",
        CONSUMER
        | {
            "PRICE_CANDLES_TABLE": "finpulse-price-candles",
            "SESSION_STARTS_TABLE": "finpulse-session-starts",
            "COUNTERS_TABLE": "finpulse-counters",
        },
    ),
    WiredFunction(
        "anomaly_detector",
        CONSUMER
        | {
            "ANOMALIES_TABLE": "finpulse-anomalies",
            "COUNTERS_TABLE": "finpulse-counters",
            "DETECTOR_STATE_TABLE": "finpulse-detector-state",
            "ALERTING_TABLE": "finpulse-alerting",
            "ALERT_TOPIC_ARN": "arn:aws:sns:us-east-1:000000000000:finpulse-alerts",
            "ALERT_COOLDOWN_MINUTES": "15",
        },
    ),
    WiredFunction(
        "price_processor",
        CONSUMER | {"LIVE_PRICES_TABLE": "finpulse-live-prices", "LATEST_PRICES_TABLE": "finpulse-latest-prices"},
    ),
]
FANOUT = WiredFunction(
    "push_fanout",
    {
        "CONNECTIONS_TABLE": "finpulse-connections",
        "LATEST_PRICES_TABLE": "finpulse-latest-prices",
        "PRICE_CANDLES_TABLE": "finpulse-price-candles",
        "ANOMALIES_TABLE": "finpulse-anomalies",
        "PUSH_ENDPOINT": "https://push.test/live",
    },
    use_case="fanout",
)
GATEWAY = WiredFunction(
    "push_gateway",
    {"CONNECTIONS_TABLE": "finpulse-connections"},
    optional={"CORS_ORIGINS": "http://localhost:5173,HTTP://Prices.test"},
    use_case="gateway",
    event=push_event("CONNECT"),
)
WEBHOOK = WiredFunction(
    "alert_webhook",
    {
        "ALERTING_TABLE": "finpulse-alerting",
        "ANOMALIES_TABLE": "finpulse-anomalies",
        "WEBHOOKS": '{"finpulse-webhook-ops":{"name":"ops","format":"slack","parameter":"/finpulse/webhooks/ops"}}',
    },
    use_case="deliverer",
)
DIGEST = WiredFunction(
    "alert_digest",
    {
        "ALERTING_TABLE": "finpulse-alerting",
        "ANOMALIES_TABLE": "finpulse-anomalies",
        "ALERT_TOPIC_ARN": "arn:aws:sns:us-east-1:000000000000:finpulse-alerts",
    },
    use_case="digester",
)
FUNCTIONS = [*CONSUMERS, FANOUT, GATEWAY, WEBHOOK, DIGEST]
REQUIRED = [
    pytest.param(function, name, id=f"{function.name}-{name}") for function in FUNCTIONS for name in function.required
]


@pytest.fixture(autouse=True)
def offline(region: None, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001
    """Clients that can go nowhere."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")


@pytest.fixture
def wired(function: WiredFunction, monkeypatch: pytest.MonkeyPatch) -> Iterator[WiredFunction]:
    """The function in the environment that Terraform gives it, not yet put together."""
    for name, value in (function.required | function.optional).items():
        monkeypatch.setenv(name, value)
    function.forget()
    yield function
    function.forget()


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_a_use_case_is_put_together_once(wired: WiredFunction) -> None:
    assert wired.build() is wired.build()


@pytest.mark.parametrize("function", CONSUMERS, ids=lambda function: function.name)
def test_a_consumer_has_its_name_and_takes_an_empty_batch_without_asking_a_service(
    wired: WiredFunction,
) -> None:
    assert wired.build().name == wired.name
    wired.handle()


@pytest.mark.parametrize(("function", "name"), REQUIRED)
def test_a_variable_that_the_environment_lacks_is_named(
    wired: WiredFunction, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(name)
    with pytest.raises(SettingsError, match=f"{name} is not set"):
        wired.handle()


@pytest.mark.parametrize("function", [FANOUT], ids=lambda function: function.name)
@pytest.mark.usefixtures("wired")
def test_the_fan_out_knows_its_tables() -> None:
    assert {table: form.channel for table, form in fanout().forms.items()} == {
        "finpulse-latest-prices": Channel.PRICES,
        "finpulse-price-candles": Channel.CANDLES,
        "finpulse-anomalies": Channel.ANOMALIES,
    }


@pytest.mark.parametrize("function", [WEBHOOK], ids=lambda function: function.name)
def test_the_courier_takes_an_empty_batch_without_asking_a_service(wired: WiredFunction) -> None:
    assert wired.handle() == {"batchItemFailures": []}
    assert {queue: webhook.name for queue, webhook in wired.build().webhooks.items()} == {"finpulse-webhook-ops": "ops"}


@pytest.mark.parametrize("function", [WEBHOOK], ids=lambda function: function.name)
def test_an_address_is_read_anew_each_time_it_is_opened(wired: WiredFunction, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = iter(['{"url":"https://a.example/1"}', '{"url":"https://a.example/2","token":"t"}'])
    monkeypatch.setattr("lambdas.shared.adapters.ssm_secret.SsmSecret._read", lambda _: next(secrets))
    (webhook,) = wired.build().webhooks.values()
    assert webhook.open() == ("https://a.example/1", {}, None)
    assert webhook.open() == ("https://a.example/2", {"Authorization": "Bearer t"}, None)


@pytest.mark.parametrize("function", [GATEWAY], ids=lambda function: function.name)
@pytest.mark.usefixtures("wired")
def test_the_gateway_connects_its_origins_without_asking_a_service() -> None:
    for origin, status in (("http://prices.test", 200), ("http://other.test", 403)):
        assert gateway_handler(push_event("CONNECT", headers={"Origin": origin}), None) == {"statusCode": status}


def built(change: dict[str, str] | None = None) -> ScheduledIngester:
    return build_ingester(INGESTER | (change or {}), Asking(lambda: 0.0))


def test_the_ingester_asks_for_each_symbol_once() -> None:
    assert built().rounds.symbols == ("AAPL", "MSFT")


@pytest.mark.parametrize(("quotes", "source"), [("GLOBAL_QUOTE", GlobalQuotes), ("REALTIME_BULK_QUOTES", BulkQuotes)])
def test_the_quote_function_chooses_the_ingester_s_source(quotes: str, source: type) -> None:
    settings = IngesterSettings.read(INGESTER | {"QUOTE_FUNCTION": quotes})
    assert isinstance(source_of(Source.ALPHA_VANTAGE, settings, MemoryBudget(Plan())), source)


@pytest.mark.parametrize(
    ("providers", "sources"),
    [
        ("alpha_vantage", [GlobalQuotes]),
        ("finnhub", [FinnhubQuotes]),
        ("alpha_vantage, finnhub", [GlobalQuotes, FinnhubQuotes]),
        ("finnhub,alpha_vantage", [FinnhubQuotes, GlobalQuotes]),
    ],
)
def test_the_providers_are_asked_in_the_order_of_the_setting(providers: str, sources: list[type]) -> None:
    chain = built(FINNHUB | {"PROVIDERS": providers}).ingester.source
    assert isinstance(chain, ProviderChain)
    assert [link.provider for link in chain.links] == [name.strip() for name in providers.split(",")]
    assert [type(link.source.source) for link in chain.links if isinstance(link.source, RetryingSource)] == sources


@pytest.mark.parametrize(
    ("providers", "plan"),
    [
        ("alpha_vantage", Plan(daily_requests=25)),
        ("finnhub", Plan(requests_per_minute=60)),
        ("alpha_vantage,finnhub", Plan(requests_per_minute=60)),
        ("finnhub,alpha_vantage", Plan(requests_per_minute=60)),
    ],
)
def test_symbols_are_spread_by_the_plan_that_counts_no_day(providers: str, plan: Plan) -> None:
    free = {"ALPHA_VANTAGE_DAILY_REQUESTS": "25", "FINNHUB_REQUESTS_PER_MINUTE": "60"}
    assert built(FINNHUB | free | {"PROVIDERS": providers}).rounds.plan == plan


def test_a_provider_that_is_not_chosen_needs_no_settings() -> None:
    settings = {name: value for name, value in INGESTER.items() if not name.startswith("ALPHA_VANTAGE")}
    build_ingester(settings | FINNHUB | {"PROVIDERS": "finnhub"}, Asking(lambda: 0.0))


@pytest.mark.parametrize(("hours", "expected"), [("nyse", ExchangeHours.NYSE), ("always", ExchangeHours.ALWAYS)])
def test_the_exchange_s_hours_are_a_setting(hours: str, expected: ExchangeHours) -> None:
    assert built({"EXCHANGE_HOURS": hours}).rounds.hours is expected


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"QUOTE_FUNCTION": "TIME_SERIES_DAILY"}, "QUOTE_FUNCTION is neither"),
        ({"EXCHANGE_HOURS": "24/7"}, "EXCHANGE_HOURS is neither nyse nor always: '24/7'"),
        ({"SYMBOLS": "AAPL,not a symbol"}, "no ticker symbol: 'not a symbol'"),
        ({"ALPHA_VANTAGE_URL": "http://www.alphavantage.co"}, "ALPHA_VANTAGE_URL must be"),
        ({"STREAM_NAME": ""}, "STREAM_NAME is not set"),
        ({"PROVIDERS": ""}, "PROVIDERS is not set"),
        ({"PROVIDERS": "alpha_vantage,replay"}, "PROVIDERS names something else than alpha_vantage, finnhub: 'replay'"),
        ({"PROVIDERS": "finnhub"}, "FINNHUB_URL is not set"),
        ({"PROVIDERS": "finnhub", "FINNHUB_URL": "https://finnhub.io/api/v1"}, "FINNHUB_KEY_PARAMETER is not set"),
        (
            {"PROVIDERS": "finnhub", "FINNHUB_URL": "http://finnhub.io", "FINNHUB_KEY_PARAMETER": "/finpulse/finnhub"},
            "FINNHUB_URL must be",
        ),
    ],
)
def test_a_setting_that_cannot_work_is_named(change: dict[str, str], words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        built(change)
