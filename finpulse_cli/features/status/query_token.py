"""The token of the API's routes for SQL, for who may read the stack's secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from finpulse_cli.core.aws_errors import error_code
from finpulse_cli.core.errors import FailedError, MissingError, act, to_run
from finpulse_cli.stack.outputs import StackOutputs

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient


def query_token(ssm: SSMClient, outputs: StackOutputs) -> str:
    """Return the token as it is now; never kept on this machine.

    Raises MissingError when the stack has none, FailedError when it cannot be read.
    """
    if outputs.query_token_parameter is None:
        raise MissingError(
            "this stack has no Athena, so its API takes no SQL and there is no token",
            act("run `{}`: it asks the same lake", "query SQL"),
        )
    try:
        found = ssm.get_parameter(Name=outputs.query_token_parameter, WithDecryption=True)
    except ClientError as error:
        code = error_code(error)
        raise FailedError(f"the token cannot be read: {code}", to_run("status")) from error
    except BotoCoreError as error:
        raise FailedError("the token cannot be read: the target does not answer", to_run("up")) from error
    return found["Parameter"]["Value"]
