from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from lambdas.shared.adapters.dynamodb.transaction import ATTEMPTS, transact_write
from lambdas.shared.errors import DependencyError
from tests.doubles.stubbed import stubbed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from botocore.stub import Stubber

ACTIONS: Any = [{"Delete": {"TableName": "t", "Key": {"k": {"S": name}}}} for name in "abc"]


@pytest.fixture
def dynamodb() -> Iterator[tuple[Any, Stubber]]:
    client, script = stubbed("dynamodb")
    yield client, script
    script.assert_no_pending_responses()


def cancel(script: Stubber, *codes: str) -> None:
    script.add_client_error(
        "transact_write_items",
        "TransactionCanceledException",
        modeled_fields={"CancellationReasons": [{"Code": code} for code in codes]} if codes else {},
    )


def test_what_is_written_is_refused_by_nobody(dynamodb: tuple[Any, Stubber]) -> None:
    client, script = dynamodb
    script.add_response("transact_write_items", {}, {"TransactItems": ACTIONS})
    assert transact_write(client, ACTIONS) == []


def test_the_places_of_the_conditions_that_do_not_hold_are_told(dynamodb: tuple[Any, Stubber]) -> None:
    client, script = dynamodb
    cancel(script, "ConditionalCheckFailed", "None", "ConditionalCheckFailed")
    assert transact_write(client, ACTIONS) == [0, 2]


@pytest.mark.parametrize("code", ["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"])
def test_what_passes_is_tried_again_after_a_growing_pause(dynamodb: tuple[Any, Stubber], code: str) -> None:
    client, script = dynamodb
    for _ in range(2):
        cancel(script, "None", code, "None")
    script.add_response("transact_write_items", {})
    pauses: list[float] = []
    assert transact_write(client, ACTIONS, pauses.append) == []
    assert pauses == [0.05, 0.1]


def test_what_does_not_pass_in_time_returns_the_batch(dynamodb: tuple[Any, Stubber]) -> None:
    client, script = dynamodb
    for _ in range(ATTEMPTS):
        cancel(script, "TransactionConflict", "None", "None")
    with pytest.raises(DependencyError, match="TransactionConflict"):
        transact_write(client, ACTIONS, lambda _: None)


@pytest.mark.parametrize("codes", [("ValidationError", "None", "None"), ()])
def test_any_other_reason_returns_the_batch_at_once(dynamodb: tuple[Any, Stubber], codes: tuple[str, ...]) -> None:
    client, script = dynamodb
    cancel(script, *codes)
    with pytest.raises(DependencyError, match=r"ValidationError|without a reason"):
        transact_write(client, ACTIONS)
