"""Puts data_ingester together, once a process and not before it is needed."""

from __future__ import annotations

import logging
import os
import time
from functools import cache
from typing import TYPE_CHECKING

from lambdas.data_ingester.ingest import Ingester, QuoteSource
from lambdas.shared.adapters import clients
from lambdas.shared.adapters.alpha_vantage import bulk_quotes, global_quote
from lambdas.shared.adapters.alpha_vantage.address import endpoint
from lambdas.shared.adapters.alpha_vantage.client import AlphaVantageClient
from lambdas.shared.adapters.alpha_vantage.pace import Pace
from lambdas.shared.adapters.alpha_vantage.sources import BulkQuotes, GlobalQuotes
from lambdas.shared.adapters.alpha_vantage.transport import HttpTransport
from lambdas.shared.adapters.kinesis_stream import KinesisStream
from lambdas.shared.adapters.ssm_secret import SsmSecret
from lambdas.shared.clock import utc_now
from lambdas.shared.domain.event import SYMBOL_PATTERN
from lambdas.shared.errors import SettingsError
from lambdas.shared.settings import IngesterSettings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CALL_SPACING_SECONDS = 1.1  # free keys: one call a second


@cache
def ingester() -> Ingester:
    """Return the use case on the real services; `SettingsError` if the environment lacks something."""
    # at DEBUG botocore logs whole answers, and SSM's holds the key
    logging.getLogger("botocore").setLevel(logging.INFO)
    return build_ingester(os.environ)


def build_ingester(environment: Mapping[str, str]) -> Ingester:
    """Return the use case for these settings; no service is asked yet."""
    settings = IngesterSettings.read(environment)
    client = AlphaVantageClient(
        endpoint(settings.alpha_vantage_url),
        SsmSecret(clients.ssm, settings.alpha_vantage_key_parameter),
        HttpTransport(),
        Pace(CALL_SPACING_SECONDS, time.monotonic, time.sleep),
    )
    return Ingester(
        symbols=_checked(settings.symbols),
        source=_source(settings.quote_function, client),
        stream=KinesisStream(clients.kinesis(), settings.stream_name),
        clock=utc_now,
        hours=settings.exchange_hours,
    )


def _source(quote_function: str, client: AlphaVantageClient) -> QuoteSource:
    if quote_function == global_quote.FUNCTION:
        return GlobalQuotes(client)
    if quote_function == bulk_quotes.FUNCTION:
        return BulkQuotes(client)
    raise SettingsError(
        f"QUOTE_FUNCTION is neither {global_quote.FUNCTION} nor {bulk_quotes.FUNCTION}: {quote_function!r}"
    )


def _checked(symbols: Sequence[str]) -> Sequence[str]:
    for symbol in symbols:
        if not SYMBOL_PATTERN.fullmatch(symbol):  # every consumer would quarantine its events
            raise SettingsError(f"SYMBOLS holds something that is no ticker symbol: {symbol!r}")
    return tuple(dict.fromkeys(symbols))
