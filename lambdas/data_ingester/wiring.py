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
from lambdas.data_ingester.retries import RetryingSource
from lambdas.shared.adapters import clients
from lambdas.shared.adapters.alpha_vantage import bulk_quotes, client, global_quote
from lambdas.shared.adapters.alpha_vantage.client import AlphaVantageClient
from lambdas.shared.adapters.alpha_vantage.sources import BulkQuotes, GlobalQuotes
from lambdas.shared.adapters.finnhub import quote_source
from lambdas.shared.adapters.finnhub.quote_source import FinnhubQuotes
from lambdas.shared.adapters.kinesis_stream import KinesisStream
from lambdas.shared.adapters.provider.address import endpoint
from lambdas.shared.adapters.provider.pace import Pace
from lambdas.shared.adapters.provider.transport import HttpTransport
from lambdas.shared.adapters.ssm_secret import SsmSecret
from lambdas.shared.clock import utc_now
from lambdas.shared.domain.event import SYMBOL_PATTERN, Source
from lambdas.shared.errors import SettingsError
from lambdas.shared.settings import IngesterSettings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lambdas.shared.settings import ProviderSettings

CALL_SPACING_SECONDS: dict[Source, float] = {
    Source.ALPHA_VANTAGE: 1.1,  # free keys: one call a second
    Source.FINNHUB: 0.05,  # every plan: 30 calls a second
}


@cache
def asking() -> Asking:
    """Return what the runs of this process share, one after the other."""
    return Asking(time.monotonic)


@cache
def ingester() -> Ingester:
    """Return the use case on the real services; `SettingsError` if the environment lacks something."""
    # at DEBUG botocore logs whole answers, and SSM's holds the key
    logging.getLogger("botocore").setLevel(logging.INFO)
    return build_ingester(os.environ, asking())


def build_ingester(environment: Mapping[str, str], run: Asking) -> Ingester:
    """Return the use case for these settings; no service is asked yet."""
    settings = IngesterSettings.read(environment)
    links = [Link(name, _retrying(name, settings, run)) for name in settings.providers]
    return Ingester(
        symbols=_checked(settings.symbols),
        source=ProviderChain(links, run),
        stream=KinesisStream(clients.kinesis(), settings.stream_name),
        clock=utc_now,
        hours=settings.exchange_hours,
        count=run.failed,
    )


def _retrying(provider: Source, settings: IngesterSettings, run: Asking) -> QuoteSource:
    return RetryingSource(provider, source_of(provider, settings), run, SystemRandom())


def source_of(provider: Source, settings: IngesterSettings) -> QuoteSource:
    """Return one provider's source of quotes, which asks once; a third provider has its line here."""
    its, pace = settings.providers[provider], Pace(CALL_SPACING_SECONDS[provider], time.monotonic, time.sleep)
    if provider is Source.FINNHUB:
        return _finnhub(its, pace)
    return _alpha_vantage(its, pace, settings.quote_function)


def _finnhub(its: ProviderSettings, pace: Pace) -> QuoteSource:
    address = endpoint(its.url, quote_source.PATH, "FINNHUB_URL")
    return FinnhubQuotes(address, _secret(its), HttpTransport(quote_source.NAME), pace)


def _alpha_vantage(its: ProviderSettings, pace: Pace, quote_function: str) -> QuoteSource:
    address = endpoint(its.url, client.PATH, "ALPHA_VANTAGE_URL")
    asked = AlphaVantageClient(address, _secret(its), HttpTransport(client.NAME), pace)
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
