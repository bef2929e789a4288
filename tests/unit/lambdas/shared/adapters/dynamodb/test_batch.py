from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from lambdas.shared.adapters.dynamodb.attempts import ATTEMPTS
from lambdas.shared.adapters.dynamodb.batch import batch_get, batch_put
from lambdas.shared.adapters.dynamodb.codec import to_item
from lambdas.shared.adapters.whole_answers import require_whole_answers
from lambdas.shared.errors import DependencyError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from botocore.stub import Stubber
    from mypy_boto3_dynamodb import DynamoDBClient

SERVICE = "dynamodb"
KEYS = [{"symbol": f"S{place}"} for place in range(3)]
ITEMS = [{**key, "price": Decimal(place)} for place, key in enumerate(KEYS)]


def read_request(keys: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {"RequestItems": {"prices": {"Keys": [to_item(key) for key in keys], "ConsistentRead": True}}}


def read_reply(items: Sequence[dict[str, Any]], unread: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    left = read_request(unread)["RequestItems"] if unread else {}
    return {"Responses": {"prices": [to_item(item) for item in items]}, "UnprocessedKeys": left}


def write_request(items: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {"RequestItems": {"prices": [{"PutRequest": {"Item": to_item(item)}} for item in items]}}


def write_reply(unwritten: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    return {"UnprocessedItems": write_request(unwritten)["RequestItems"] if unwritten else {}}


@pytest.mark.usefixtures("stubber")
def test_no_keys_need_no_call(client: DynamoDBClient) -> None:
    assert batch_get(client, "prices", []) == []
    batch_put(client, "prices", [])


def test_unread_keys_are_asked_for_again_after_a_growing_pause(client: DynamoDBClient, stubber: Stubber) -> None:
    stubber.add_response("batch_get_item", read_reply(ITEMS[:1], KEYS[1:]), read_request(KEYS))
    stubber.add_response("batch_get_item", read_reply(ITEMS[1:2], KEYS[2:]), read_request(KEYS[1:]))
    stubber.add_response("batch_get_item", read_reply(ITEMS[2:]), read_request(KEYS[2:]))
    pauses: list[float] = []
    assert batch_get(client, "prices", KEYS, sleep=pauses.append) == ITEMS
    assert pauses == [0.05, 0.1]


def test_a_read_that_never_ends_gives_up(client: DynamoDBClient, stubber: Stubber) -> None:
    for _ in range(ATTEMPTS):
        stubber.add_response("batch_get_item", read_reply([], KEYS), read_request(KEYS))
    pauses: list[float] = []
    with pytest.raises(DependencyError, match="keys unread in prices after 6 attempts"):
        batch_get(client, "prices", KEYS, sleep=pauses.append)
    assert pauses == [0.05, 0.1, 0.2, 0.4, 0.8]


class Recording:
    """Takes everything and remembers how it was cut; pages come side by side, in any order."""

    def __init__(self) -> None:
        self.pages: list[list[Any]] = []

    def batch_get_item(self, *, RequestItems: dict[str, Any]) -> dict[str, Any]:  # noqa: N803
        """Find an item at every key."""
        self.pages.append(RequestItems["prices"]["Keys"])
        return {"Responses": {"prices": self.pages[-1]}, "UnprocessedKeys": {}}

    def batch_write_item(self, *, RequestItems: dict[str, Any]) -> dict[str, Any]:  # noqa: N803
        """Write every item."""
        self.pages.append(RequestItems["prices"])
        return {"UnprocessedItems": {}}


def test_a_read_is_cut_after_a_hundred_keys() -> None:
    keys = [{"symbol": f"S{place}"} for place in range(201)]
    recording: Any = Recording()
    assert batch_get(recording, "prices", keys) == keys
    assert sorted(map(len, recording.pages)) == [1, 100, 100]


def test_a_read_may_ask_for_some_attributes(client: DynamoDBClient, stubber: Stubber) -> None:
    expected = read_request(KEYS)
    expected["RequestItems"]["prices"] |= {
        "ProjectionExpression": "#a0,#a1",
        "ExpressionAttributeNames": {"#a0": "symbol", "#a1": "timestamp"},
    }
    stubber.add_response("batch_get_item", read_reply([]), expected)
    assert batch_get(client, "prices", KEYS, ("symbol", "timestamp")) == []


def test_unwritten_items_are_sent_again(client: DynamoDBClient, stubber: Stubber) -> None:
    stubber.add_response("batch_write_item", write_reply(ITEMS[1:]), write_request(ITEMS))
    stubber.add_response("batch_write_item", write_reply(), write_request(ITEMS[1:]))
    pauses: list[float] = []
    batch_put(client, "prices", ITEMS, sleep=pauses.append)
    assert pauses == [0.05]


def test_a_write_that_never_ends_gives_up(client: DynamoDBClient, stubber: Stubber) -> None:
    for _ in range(ATTEMPTS):
        stubber.add_response("batch_write_item", write_reply(ITEMS), write_request(ITEMS))
    with pytest.raises(DependencyError, match="items unwritten in prices after 6 attempts"):
        batch_put(client, "prices", ITEMS, sleep=lambda _: None)


def test_a_write_is_cut_after_twenty_five_items() -> None:
    items = [{"symbol": f"S{place}"} for place in range(51)]
    recording: Any = Recording()
    batch_put(recording, "prices", items)
    assert sorted(map(len, recording.pages)) == [1, 25, 25]
    written = [request["PutRequest"]["Item"]["symbol"]["S"] for page in recording.pages for request in page]
    assert sorted(written) == sorted(item["symbol"] for item in items)


def test_an_error_of_the_service_comes_through(client: DynamoDBClient, stubber: Stubber) -> None:
    stubber.add_client_error("batch_get_item", "ProvisionedThroughputExceededException")
    with pytest.raises(client.exceptions.ProvisionedThroughputExceededException):
        batch_get(client, "prices", KEYS)


@pytest.mark.parametrize("left_out", ["Responses", "UnprocessedKeys"])
def test_half_an_answer_is_not_taken_for_nothing_found(client: DynamoDBClient, stubber: Stubber, left_out: str) -> None:
    answer = {name: value for name, value in read_reply([]).items() if name != left_out}
    require_whole_answers(client.meta.events)
    stubber.add_response("batch_get_item", answer, read_request(KEYS))
    with pytest.raises(DependencyError, match=f"it lacks {left_out}"):
        batch_get(client, "prices", KEYS)


def test_half_an_answer_is_not_taken_for_everything_written(client: DynamoDBClient, stubber: Stubber) -> None:
    require_whole_answers(client.meta.events)
    stubber.add_response("batch_write_item", {}, write_request(ITEMS))
    with pytest.raises(DependencyError, match="it lacks UnprocessedItems"):
        batch_put(client, "prices", ITEMS)


def test_a_conflict_is_tried_again_and_not_the_whole_batch(client: DynamoDBClient, stubber: Stubber) -> None:
    stubber.add_client_error("batch_write_item", "TransactionConflictException")
    stubber.add_response("batch_write_item", write_reply(), write_request(ITEMS))
    stubber.add_client_error("batch_get_item", "TransactionConflictException")
    stubber.add_response("batch_get_item", read_reply(ITEMS), read_request(KEYS))
    pauses: list[float] = []
    batch_put(client, "prices", ITEMS, sleep=pauses.append)
    assert batch_get(client, "prices", KEYS, sleep=pauses.append) == ITEMS
    assert pauses == [0.05, 0.05]


def test_a_conflict_that_stays_gives_up(client: DynamoDBClient, stubber: Stubber) -> None:
    for _ in range(ATTEMPTS):
        stubber.add_client_error("batch_write_item", "TransactionConflictException")
    with pytest.raises(DependencyError, match="items unwritten in prices after 6 attempts"):
        batch_put(client, "prices", ITEMS, sleep=lambda _: None)
