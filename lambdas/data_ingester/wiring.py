"""Puts data_ingester together, once a process and not before it is needed."""

from __future__ import annotations

import logging
import os
import time
from functools import cache
from typing import TYPE_CHECKING

from lambdas.data_ingester.ingest import Ingester, QuoteSource
from lambdas.data_ingester.quota_report import report_used_up
from lambdas.data_ingester.rounds import Rounds
from lambdas.data_ingester.scheduled import ScheduledIngester
from lambdas.shared.adapters import clients
from lambdas.shared.adapters.alpha_vantage import bulk_quotes, global_quote
from lambdas.shared.adapters.alpha_vantage.address import endpoint
from lambdas.shared.adapters.alpha_vantage.client import AlphaVantageClient
from lambdas.shared.adapters.alpha_vantage.pace import Pace
from lambdas.shared.adapters.alpha_vantage.sources import BulkQuotes, GlobalQuotes
from lambdas.shared.adapters.alpha_vantage.transport import HttpTransport
from lambdas.shared.adapters.dynamodb.asking_turns import DynamoAskingTurns
from lambdas.shared.adapters.dynamodb.closing_quotes import DynamoClosingQuotes
from lambdas.shared.adapters.dynamodb.request_budget import DynamoRequestBudget
from lambdas.shared.adapters.kinesis_stream import KinesisStream
from lambdas.shared.adapters.metered_transport import MeteredTransport
from lambdas.shared.adapters.ssm_secret import SsmSecret
from lambdas.shared.clock import utc_now
from lambdas.shared.domain.event import SYMBOL_PATTERN
from lambdas.shared.domain.plan import ALPHA_VANTAGE
from lambdas.shared.errors import SettingsError
from lambdas.shared.settings import IngesterSettings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lambdas.shared.domain.plan import Plan

CALL_SPACING_SECONDS = 1.1  # free keys: one call a second
ASKING_SECONDS = 27.0  # half of the function's time-out: ASKING_SHARE in handler.py
LEAST_CALL_SECONDS = 0.5  # that a call takes at least, answer included


@cache
def ingester() -> ScheduledIngester:
    """Return the use case on the real services; `SettingsError` if the environment lacks something."""
    # at DEBUG botocore logs whole answers, and SSM's holds the key
    logging.getLogger("botocore").setLevel(logging.INFO)
    return build_ingester(os.environ)


def build_ingester(environment: Mapping[str, str]) -> ScheduledIngester:
    """Return the use case for these settings; no service is asked yet."""
    settings = IngesterSettings.read(environment)
    budget = DynamoRequestBudget(clients.dynamodb(), settings.counters_table, ALPHA_VANTAGE, settings.plan)
    spacing = _spacing_seconds(settings.plan)
    client = AlphaVantageClient(
        endpoint(settings.alpha_vantage_url),
        SsmSecret(clients.ssm, settings.alpha_vantage_key_parameter),
        MeteredTransport(HttpTransport(), budget, utc_now),
        Pace(spacing, time.monotonic, time.sleep),
    )
    symbols, source = _checked(settings.symbols), _source(settings.quote_function, client)
    rounds = Rounds(
        symbols=symbols,
        symbols_per_call=source.symbols_per_call,
        plan=settings.plan,
        hours=settings.exchange_hours,
        step=settings.schedule_interval,
        calls_in_time=int(ASKING_SECONDS / max(spacing, LEAST_CALL_SECONDS)),
        budget=budget,
        turns=DynamoAskingTurns(clients.dynamodb(), settings.counters_table),
    )
    ingester = Ingester(
        symbols=symbols,
        source=source,
        stream=KinesisStream(clients.kinesis(), settings.stream_name),
        clock=utc_now,
        hours=settings.exchange_hours,
        closings=DynamoClosingQuotes(clients.dynamodb(), settings.counters_table, utc_now),
    )
    return ScheduledIngester(rounds, ingester, report_used_up(settings.exchange_hours))


def _spacing_seconds(plan: Plan) -> float:
    """Return the time between two calls: less than a second for a plan that has that many a minute."""
    if plan.requests_per_minute is None:
        return CALL_SPACING_SECONDS
    return min(CALL_SPACING_SECONDS, 60 / plan.requests_per_minute)


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
