"""Which symbols a stack knows: those it quotes, and those that were ever replayed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finpulse_cli.core.errors import UsageError
from lambdas.shared.domain.event import SYMBOL_PATTERN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mypy_boto3_dynamodb import DynamoDBClient

    from finpulse_cli.features.tail.base import Source


def require_symbol(text: str) -> str:
    """`text` in capitals if it can be a symbol. Raises UsageError."""
    symbol = text.strip().upper()
    if not SYMBOL_PATTERN.fullmatch(symbol):
        raise UsageError(f"{text!r} cannot be a symbol", "give a ticker symbol like AAPL or BRK.B")
    return symbol


def wanted_symbols(source: Source) -> list[str]:
    """The symbol asked for, else every symbol that the stack knows at this moment."""
    if source.symbol:
        return [source.symbol]
    return known_symbols(source.clients.dynamodb, source.outputs.tables["detector_state"], source.outputs.symbols)


def known_symbols(client: DynamoDBClient, state_table: str, configured: Iterable[str]) -> list[str]:
    """The configured symbols, then those the detector has seen, each once.

    Reads the whole detector-state table: it has one small item a series, `<source>#<symbol>`.
    """
    pages = client.get_paginator("scan").paginate(
        TableName=state_table, ProjectionExpression="#series", ExpressionAttributeNames={"#series": "series"}
    )
    series = [item["series"]["S"] for page in pages for item in page["Items"]]
    return list(dict.fromkeys([*configured, *sorted(name.rpartition("#")[2] for name in series)]))
