"""New code for functions that are there already, by Lambda's own call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finpulse_cli.core.errors import FailedError, act
from finpulse_cli.core.wait import wait_until

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_lambda.type_defs import FunctionConfigurationResponseTypeDef

_TIMEOUT_SECONDS = 60.0


def update_code(client: LambdaClient, zips: Mapping[str, Path]) -> dict[str, FunctionConfigurationResponseTypeDef]:
    """Upload each zip to the function whose name on the target it bears, and wait until that runs it.

    Returns each function's configuration afterwards. Raises FailedError when a function does not take its code.
    """
    for name, file in zips.items():
        client.update_function_code(FunctionName=name, ZipFile=file.read_bytes())
    return {name: _settled(client, name) for name in zips}


def _settled(client: LambdaClient, name: str) -> FunctionConfigurationResponseTypeDef:
    told = client.get_function_configuration(FunctionName=name)

    def is_settled() -> bool:
        nonlocal told
        told = client.get_function_configuration(FunctionName=name)
        return told.get("LastUpdateStatus") != "InProgress"

    wait_until(is_settled, _TIMEOUT_SECONDS)
    if told.get("LastUpdateStatus") != "Successful":
        why = told.get("LastUpdateStatusReason") or told.get("LastUpdateStatus", "its state is unknown")
        raise FailedError(f"{name} did not take its new code: {why}", act("run `{}`", "up --repair"))
    return told
