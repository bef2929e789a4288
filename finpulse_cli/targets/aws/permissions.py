"""Asks AWS whether the caller may do what a deployment needs, before the first thing is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from finpulse_cli.core.aws_errors import error_code, http_status
from finpulse_cli.core.console import Report
from finpulse_cli.core.errors import FailedError
from finpulse_cli.targets.aws.faults import DEPLOY_POLICY, as_cli_error, is_denied, is_missing
from finpulse_cli.targets.aws.identity import Identity, Kind, is_aws
from finpulse_cli.targets.aws.policy import Need

if TYPE_CHECKING:
    from mypy_boto3_iam import IAMClient

_BATCH = 50  # actions a question
_SHOWN = 12
_NO_ANSWER = frozenset({"InvalidAction", "NotImplemented", "UnknownOperationException", "InternalFailure"})


def require_actions(iam: IAMClient, identity: Identity, needs: Iterable[Need], report: Report) -> None:
    """Raise FailedError when the caller lacks an action; says so and goes on where AWS cannot be asked."""
    missing = missing_actions(iam, identity, needs, report)
    if not missing:
        return
    more = f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
    raise FailedError(
        f"{identity.arn} may not do what this needs: {', '.join(missing[:_SHOWN])}{more}",
        f"attach {DEPLOY_POLICY} to it (docs/aws/README.md says how), or sign in as somebody who may",
    )


def missing_actions(iam: IAMClient, identity: Identity, needs: Iterable[Need], report: Report) -> list[str] | None:
    """Return the actions that the caller's policies do not allow, sorted; None, and a note, when that is unknown.

    AWS simulates each request without making it; organisation policies count, policies of resources do not.
    Root may do everything. Raises CliError for what is no answer, such as an expired session.
    """
    if identity.kind is Kind.ROOT:
        return []
    try:
        source = policy_source(iam, identity)
        if source is None:
            report(f"permissions are not checked in advance: {identity.arn} has no policies to look at")
            return None
        return sorted({action for need in needs for action in _denied(iam, source, need)})
    except ClientError as error:
        if not (is_denied(error) or is_missing(error) or error_code(error) in _NO_ANSWER or http_status(error) >= 500):
            raise as_cli_error(error, "check your permissions") from error
        report(f"permissions are not checked in advance: {error.operation_name} was refused ({error_code(error)})")
        return None
    except BotoCoreError as error:
        raise as_cli_error(error, "check your permissions") from error


def policy_source(iam: IAMClient, identity: Identity) -> str | None:
    """Return the ARN of the user or role whose policies count; None for a caller that has none of its own.

    The ARN of an assumed role lacks the role's path (SSO's roles have one), so the role itself is asked for its ARN;
    whoever may not ask gets the one without a path.
    """
    if identity.kind is Kind.USER:
        return identity.arn
    if identity.kind is not Kind.ROLE:
        return None
    role = identity.arn.split("/")[1]
    try:
        return iam.get_role(RoleName=role)["Role"]["Arn"]
    except ClientError as error:
        if not is_denied(error):
            raise
        return f"arn:{identity.partition}:iam::{identity.account}:role/{role}"


def _denied(iam: IAMClient, source: str, need: Need) -> Iterator[str]:
    if need.context and not is_aws(iam.meta.endpoint_url):
        return  # emulators do not heed the context of a simulated request and would deny it
    for actions in _batches(need.actions):
        pages = iam.get_paginator("simulate_principal_policy").paginate(
            PolicySourceArn=source,
            ActionNames=actions,
            ResourceArns=list(need.resources),
            ContextEntries=_context(need),
        )
        for page in pages:
            yield from (result["EvalActionName"] for result in page["EvaluationResults"] if not _allowed(result))


def _batches(actions: tuple[str, ...]) -> list[list[str]]:
    """Return the actions in parts that one question takes."""
    return [list(actions[start : start + _BATCH]) for start in range(0, len(actions), _BATCH)]


def _allowed(result: Any) -> bool:
    """Return whether an action is allowed on every resource that was asked about."""
    specific = result.get("ResourceSpecificResults") or []
    decisions = [item["EvalResourceDecision"] for item in specific] or [result["EvalDecision"]]
    return all(decision == "allowed" for decision in decisions)


def _context(need: Need) -> list[Any]:
    return [
        {"ContextKeyName": key, "ContextKeyType": "string", "ContextKeyValues": [value]} for key, value in need.context
    ]
