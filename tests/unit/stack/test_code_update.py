"""New code for a function: uploaded, and waited for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from finpulse_cli.core.errors import FailedError
from finpulse_cli.stack.code_update import update_code
from tests.doubles.stubbed import stubbed

if TYPE_CHECKING:
    from pathlib import Path

NAME = "finpulse-aggregator"


def told(status: str, reason: str = "") -> dict[str, Any]:
    """What Lambda says of the function."""
    return {"FunctionName": NAME, "LastUpdateStatus": status, "LastUpdateStatusReason": reason, "CodeSize": 3}


@pytest.fixture
def zip_(tmp_path: Path) -> Path:
    """A zip, as far as this is concerned."""
    (tmp_path / "aggregator.zip").write_bytes(b"zip")
    return tmp_path / "aggregator.zip"


def test_it_is_uploaded_and_waited_for(zip_: Path) -> None:
    client, stub = stubbed("lambda")
    stub.add_response("update_function_code", {}, {"FunctionName": NAME, "ZipFile": b"zip"})
    for status in ("InProgress", "InProgress", "Successful"):
        stub.add_response("get_function_configuration", told(status), {"FunctionName": NAME})

    assert update_code(client, {NAME: zip_})[NAME]["LastUpdateStatus"] == "Successful"
    stub.assert_no_pending_responses()


def test_code_that_the_function_does_not_take_is_an_error_with_its_reason(zip_: Path) -> None:
    client, stub = stubbed("lambda")
    stub.add_response("update_function_code", {}, {"FunctionName": NAME, "ZipFile": b"zip"})
    for _ in range(2):
        stub.add_response("get_function_configuration", told("Failed", "no such handler"), {"FunctionName": NAME})

    with pytest.raises(FailedError, match="no such handler") as caught:
        update_code(client, {NAME: zip_})
    assert "--repair" in (caught.value.next_action or "")
