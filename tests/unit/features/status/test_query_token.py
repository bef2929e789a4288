"""The token of the API's routes for SQL."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from finpulse_cli.core.errors import FailedError, MissingError
from finpulse_cli.features.status.query_token import query_token
from tests.unit.features.tail.fakes import outputs


class Ssm:
    """One parameter, or what is raised instead."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.failure = failure
        self.asked: dict[str, object] = {}

    def get_parameter(self, **arguments: object) -> dict[str, Any]:
        if self.failure is not None:
            raise self.failure
        self.asked = arguments
        return {"Parameter": {"Value": "secret"}}


def found(ssm: Any, **changes: Any) -> str:
    return query_token(ssm, replace(outputs(), **changes))


def test_it_is_read_where_terraform_put_it() -> None:
    ssm = Ssm()
    assert found(ssm) == "secret"
    assert ssm.asked == {"Name": "/finpulse/query-token", "WithDecryption": True}


def test_a_stack_without_athena_has_none() -> None:
    with pytest.raises(MissingError, match="no Athena") as caught:
        found(Ssm(), query_token_parameter=None)
    assert "finpulse query" in (caught.value.next_action or "")


@pytest.mark.parametrize(
    "failure",
    [
        ClientError({"Error": {"Code": "AccessDeniedException", "Message": "no"}}, "GetParameter"),
        EndpointConnectionError(endpoint_url="http://127.0.0.1:1"),
    ],
)
def test_a_token_that_cannot_be_read_is_said_so(failure: Exception) -> None:
    with pytest.raises(FailedError, match="cannot be read"):
        found(Ssm(failure))
