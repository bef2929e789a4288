"""Puts data_ingester together, once a process and not before it is needed."""

from __future__ import annotations

import logging
import os
import time
from functools import cache
from random import SystemRandom
from typing import TYPE_CHECKING

from lambdas.data_ingester.asking import Asking
from lambdas.data_ingester.chain import Link, ProviderChain
from lambdas.data_ingester.ingest import Ingester, QuoteSource
from lambdas.data_ingester.quota_report import report_used_up
from lambdas.data_ingester.retries import RetryingSource
from lambdas.data_ingester.rounds import Rounds
from lambdas.data_ingester.scheduled import ScheduledIngester
from lambdas.shared.adapters import clients
from lambdas.shared.adapters.alpha_vantage import bulk_quotes, client, global_quote
from lambdas.shared.adapters.alpha_vantage.client import AlphaVantageClient
from lambdas.shared.adapters.alpha_vantage.sources import BulkQuotes, GlobalQuotes
from lambdas.shared.adapters.dynamodb.asking_turns import DynamoAskingTurns
from lambdas.shared.adapters.dynamodb.closing_quotes import DynamoClosingQuotes
from lambdas.shared.adapters.dynamodb.request_budget import DynamoRequestBudget
from lambdas.shared.adapters.finnhub import quote_source
from lambdas.shared.adapters.finnhub.quote_source import FinnhubQuotes
from lambdas.shared.adapters.kinesis_stream import KinesisStream
from lambdas.shared.adapters.provider.address import endpoint
from lambdas.shared.adapters.provider.metered_transport import MeteredTransport
from lambdas.shared.adapters.provider.pace import Pace
from lambdas.shared.adapters.provider.transport import HttpTransport
from lambdas.shared.adapters.ssm_secret import SsmSecret
from lambdas.shared.clock import utc_now
from lambdas.shared.domain.event import SYMBOL_PATTERN, Source
from lambdas.shared.domain.plan import leading_provider
from lambdas.shared.errors import SettingsError
from lambdas.shared.settings import IngesterSettings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lambdas.shared.domain.plan import Plan
    from lambdas.shared.ports import RequestBudget
    from lambdas.shared.settings import ProviderSettings

ASKING_SECONDS = 27.0  # half of the function's time-out: ASKING_SHARE in handler.py
LEAST_CALL_SECONDS = 0.5  # that a call takes at least, answer included
CALL_SPACING_SECONDS: dict[Source, float] = {
    Source.ALPHA_VANTAGE: 1.1,  # free keys: one call a second
    Source.FINNHUB: 0.05,  # every plan: 30 calls a second
}


@cache
def asking() -> Asking:
    """Return what the runs of this process share, one after the other."""
    return Asking(time.monotonic)


@cache
def ingester() -> ScheduledIngester:
    """Return the use case on the real services; `SettingsError` if the environment lacks something."""
    # at DEBUG botocore logs whole answers, and SSM's holds the key
    logging.getLogger("botocore").setLevel(logging.INFO)
    return build_ingester(os.environ, asking())


def build_ingester(environment: Mapping[str, str], run: Asking) -> ScheduledIngester:
    """Return the use case for these settings; no service is asked yet."""
    settings = IngesterSettings.read(environment)
    budgets = {name: _budget(name, settings) for name in settings.providers}
    links = [Link(name, _retrying(name, settings, budgets[name], run)) for name in settings.providers]
    symbols = _checked(settings.symbols)
    # Symbols are spread by the plan of one provider; what the others have is counted all the same.
    leading = leading_provider({name: its.plan for name, its in settings.providers.items()})
    plan = settings.providers[leading].plan
    source = next(link.source for link in links if link.provider == leading)
    rounds = Rounds(
        symbols=symbols,
        symbols_per_call=source.symbols_per_call,
        plan=plan,
        hours=settings.exchange_hours,
        step=settings.schedule_interval,
        calls_in_time=int(ASKING_SECONDS / max(_spacing_seconds(leading, plan), LEAST_CALL_SECONDS)),
        budget=budgets[leading],
        turns=DynamoAskingTurns(clients.dynamodb(), settings.counters_table),
    )
    ingester = Ingester(
        symbols=symbols,
        source=ProviderChain(links, run),
        stream=KinesisStream(clients.kinesis(), settings.stream_name),
        clock=utc_now,
        hours=settings.exchange_hours,
        count=run.failed,
        closings=DynamoClosingQuotes(clients.dynamodb(), settings.counters_table, utc_now),
    )
    return ScheduledIngester(rounds, ingester, report_used_up(settings.exchange_hours))


def _spacing_seconds(provider: Source, plan: Plan) -> float:
    """Return the time between two calls: less than usual for a plan that has that many a minute."""
    usual = CALL_SPACING_SECONDS[provider]
    return usual if plan.requests_per_minute is None else min(usual, 60 / plan.requests_per_minute)


def _budget(provider: Source, settings: IngesterSettings) -> DynamoRequestBudget:
    return DynamoRequestBudget(
        clients.dynamodb(), settings.counters_table, str(provider), settings.providers[provider].plan
    )


def _retrying(provider: Source, settings: IngesterSettings, budget: RequestBudget, run: Asking) -> QuoteSource:
    return RetryingSource(provider, source_of(provider, settings, budget), run, SystemRandom())


def source_of(provider: Source, settings: IngesterSettings, budget: RequestBudget) -> QuoteSource:
    """Return one provider's source of quotes, which asks once; a third provider has its line here."""
    its = settings.providers[provider]
    pace = Pace(_spacing_seconds(provider, its.plan), time.monotonic, time.sleep)
    if provider is Source.FINNHUB:
        return _finnhub(its, budget, pace)
    return _alpha_vantage(its, budget, pace, settings.quote_function)


def _finnhub(its: ProviderSettings, budget: RequestBudget, pace: Pace) -> QuoteSource:
    address = endpoint(its.url, quote_source.PATH, "FINNHUB_URL")
    return FinnhubQuotes(address, _secret(its), _metered(quote_source.NAME, budget), pace)


def _metered(provider: str, budget: RequestBudget) -> MeteredTransport:
    return MeteredTransport(HttpTransport(provider), budget, utc_now)


def _alpha_vantage(its: ProviderSettings, budget: RequestBudget, pace: Pace, quote_function: str) -> QuoteSource:
    address = endpoint(its.url, client.PATH, "ALPHA_VANTAGE_URL")
    asked = AlphaVantageClient(address, _secret(its), _metered(client.NAME, budget), pace)
    if quote_function == global_quote.FUNCTION:
        return GlobalQuotes(asked)
    if quote_function == bulk_quotes.FUNCTION:
        return BulkQuotes(asked)
    raise SettingsError(
        f"QUOTE_FUNCTION is neither {global_quote.FUNCTION} nor {bulk_quotes.FUNCTION}: {quote_function!r}"
    )


def _secret(its: ProviderSettings) -> SsmSecret:
    return SsmSecret(clients.ssm, its.key_parameter)


def _checked(symbols: Sequence[str]) -> Sequence[str]:
    for symbol in symbols:
        if not SYMBOL_PATTERN.fullmatch(symbol):  # every consumer would quarantine its events
            raise SettingsError(f"SYMBOLS holds something that is no ticker symbol: {symbol!r}")
    return tuple(dict.fromkeys(symbols))
