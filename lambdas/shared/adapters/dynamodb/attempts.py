"""Several attempts at a call that DynamoDB may well take a moment later, with a doubling pause between them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from lambdas.shared.errors import DependencyError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mypy_boto3_dynamodb import DynamoDBClient

ATTEMPTS = 6
FIRST_PAUSE_SECONDS = 0.05
# Another request stood in the way for a moment. The SDK repeats what is throttled, but not these; a batch that came
# again for one of them would begin at its first write, and a large one would hardly ever end.
PASSING = {"TransactionConflictException", "ReplicatedWriteConflictException"}


def attempts(sleep: Callable[[float], None], failure: str) -> Iterator[int]:
    """Count attempts, pausing between them; raise `DependencyError` when the caller has not stopped in time."""
    for attempt in range(ATTEMPTS):
        if attempt:
            sleep(FIRST_PAUSE_SECONDS * 2 ** (attempt - 1))
        yield attempt
    raise DependencyError(f"DynamoDB {failure} after {ATTEMPTS} attempts")


def answer_or_none(client: DynamoDBClient, call: Callable[..., Any], **request: Any) -> Any:
    """Return the answer to one attempt at `call`; None if something stood in its way that passes."""
    try:
        return call(**request)
    except client.exceptions.ClientError as error:
        if error.response.get("Error", {}).get("Code") not in PASSING:
            raise
        return None


def persistently(
    client: DynamoDBClient, call: Callable[..., Any], sleep: Callable[[float], None] = time.sleep, **request: Any
) -> Any:
    """Return the answer to `call`, repeated while something stands in its way that passes."""
    for _ in attempts(sleep, f"found {request.get('TableName')} in use"):
        answer = answer_or_none(client, call, **request)
        if answer is not None:
            return answer
    raise AssertionError("attempts() ends by raising")  # pragma: no cover
