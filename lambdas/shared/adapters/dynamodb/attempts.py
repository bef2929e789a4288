"""Several attempts at a call that DynamoDB may well take a moment later, with a doubling pause between them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

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


@contextmanager
def passing(client: DynamoDBClient) -> Iterator[None]:
    """Let an error pass that says only that something stood in the way for a moment; raise any other."""
    try:
        yield
    except client.exceptions.ClientError as error:
        if error.response.get("Error", {}).get("Code") not in PASSING:
            raise
