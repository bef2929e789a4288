"""TransactWriteItems to the end: what only stood in the way of another transaction is sent again.

At most 100 actions a request, no two on one item
(https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html). The SDK gives each
request a token, so a request that it repeats after a lost answer is applied once.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from lambdas.shared.errors import DependencyError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mypy_boto3_dynamodb import DynamoDBClient

TRANSACTION_LIMIT = 100
ATTEMPTS = 6
FIRST_PAUSE_SECONDS = 0.05
REFUSED = "ConditionalCheckFailed"
# Why DynamoDB cancels what it may well take a moment later; the SDK repeats none of these.
PASSING = {"TransactionConflict", "ProvisionedThroughputExceeded", "ThrottlingError"}


def transact_write(
    client: DynamoDBClient, actions: Sequence[dict[str, Any]], sleep: Callable[[float], None] = time.sleep
) -> list[int]:
    """Write all or nothing; return the places of the actions whose conditions refused that, none if all is written.

    Raises `DependencyError` when DynamoDB cancels for another reason, or keeps cancelling for a passing one.
    """
    codes: list[str] = []
    for attempt in range(ATTEMPTS):
        if attempt:
            sleep(FIRST_PAUSE_SECONDS * 2 ** (attempt - 1))
        codes = _cancelled_by(client, actions)
        if REFUSED in codes or not codes:
            return [place for place, code in enumerate(codes) if code == REFUSED]
        if not PASSING & set(codes):
            break
    raise DependencyError(f"DynamoDB cancelled a transaction: {', '.join(sorted(set(codes) - {'None'}))}")


def _cancelled_by(client: DynamoDBClient, actions: Sequence[dict[str, Any]]) -> list[str]:
    """Try once; return a code for each action (`None` is one), no codes if all is written."""
    items: Any = actions
    try:
        client.transact_write_items(TransactItems=items)
    except client.exceptions.TransactionCanceledException as error:
        reasons = error.response.get("CancellationReasons", [])
        return [reason.get("Code", "None") for reason in reasons] or ["without a reason"]
    return []
