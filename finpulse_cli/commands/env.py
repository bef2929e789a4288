"""`finpulse env`: how other programs reach the sandbox."""

from __future__ import annotations

import shlex

import typer

from finpulse_cli.commands.options import AwsOption, JsonOption, TargetOption, chosen_target
from finpulse_cli.core import console
from finpulse_cli.core.errors import UsageError


def env(
    ctx: typer.Context,
    as_json: JsonOption = False,
    target: TargetOption = None,
    aws: AwsOption = False,
) -> None:
    """Print what the AWS CLI, an SDK or a script needs to work on the sandbox, as lines for your shell.

    A shell takes them with `eval "$(finpulse env)"`. Whoever has the key may do anything in the sandbox, and nothing
    elsewhere.

    Example: finpulse env
    """
    place = chosen_target(ctx, target, aws=aws).place
    access = place.access
    if place.name == "aws" or access.endpoint_url is None:
        raise UsageError("AWS is reached with credentials of your own", "aws configure")
    place.outputs()  # without a stack there is nothing to reach
    variables = {
        "AWS_ENDPOINT_URL": access.endpoint_url,
        "AWS_REGION": access.region,
        "AWS_DEFAULT_REGION": access.region,
        "AWS_ACCESS_KEY_ID": access.access_key,
        "AWS_SECRET_ACCESS_KEY": access.secret_key,
    }
    if as_json:
        console.print_json(variables)
        return
    for name, value in variables.items():
        typer.echo(f"export {name}={shlex.quote(value)}")
