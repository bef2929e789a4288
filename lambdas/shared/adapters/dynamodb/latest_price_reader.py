"""latest_prices for those who only read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambdas.shared.adapters.dynamodb.batch import batch_get
from lambdas.shared.adapters.dynamodb.newest_first import to_rows
from lambdas.shared.adapters.dynamodb.price_reader import ATTRIBUTES, StoredPrice, price_row
from lambdas.shared.domain.timestamps import epoch_seconds

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True, slots=True)
class DynamoLatestPriceReader:
    """Reads latest_prices, a hundred symbols a round trip.

    Consistently, at twice the price of a read that may lag: a page that is loaded again must not show an older
    price than the one pushed to it a moment before.
    """

    client: DynamoDBClient
    table: str

    def of_symbols(self, symbols: Iterable[str], now: datetime) -> dict[str, StoredPrice]:
        """The newest price of each symbol that has one which has not expired by `now`, in the order asked for."""
        wanted = [{"symbol": symbol} for symbol in dict.fromkeys(symbols)]
        items = batch_get(self.client, self.table, wanted, (*ATTRIBUTES, "expires_at"))
        alive = [item for item in items if item.pop("expires_at", 0) > epoch_seconds(now)]
        found = {row.symbol: row for row in to_rows(self.table, price_row, alive)}
        return {key["symbol"]: found[key["symbol"]] for key in wanted if key["symbol"] in found}
