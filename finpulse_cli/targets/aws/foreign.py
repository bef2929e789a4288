"""A stack of the same name that this state does not know: found before the first apply trips over it halfway."""

from __future__ import annotations

from dataclasses import dataclass

from botocore.exceptions import ClientError

from finpulse_cli.core.aws_errors import http_status
from finpulse_cli.core.errors import FailedError
from finpulse_cli.stack.clients import Clients
from finpulse_cli.targets.aws.faults import explained
from finpulse_cli.targets.aws.inventory import LOOKS, bucket_exists
from finpulse_cli.targets.aws.names import StackNames

_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Existing:
    """One resource that bears a name the stack would give; `service` is for people."""

    service: str
    what: str


def refuse_foreign_stack(clients: Clients, names: StackNames) -> None:
    """Raise FailedError when the account already holds what the first apply would create.

    To be called while no state exists for the stack: what is there then belongs to somebody else, or to an apply
    that was cut short before it could save its state. Also raised when another account has taken a bucket's name,
    which is worldwide.
    """
    _refuse_taken_buckets(clients, names)
    found = existing(clients, names)
    if found:
        listed = [f"  {item.service}: {item.what}" for item in found[:_SHOWN]]
        more = [f"  and {len(found) - _SHOWN} more"] if len(found) > _SHOWN else []
        raise FailedError(
            "\n".join(
                [f"account {names.account} already has a stack '{names.name}' in {names.region}:", *listed, *more]
            ),
            "give this one another name (TF_VAR_name=finpulse-2), or use the state that owns what is there: run this "
            "where it was made, with its bucket and key",
        )


def existing(clients: Clients, names: StackNames) -> list[Existing]:
    """Return what the account already holds under the stack's names."""
    found: list[Existing] = []
    for service, look in LOOKS.items():
        with explained(f"look whether there are {service} named {names.name}"):
            found += [Existing(service, name) for name in look(clients, names).names]
    return found


def _refuse_taken_buckets(clients: Clients, names: StackNames) -> None:
    for bucket in (names.lake_bucket, names.dashboard_bucket):
        with explained(f"look for the bucket {bucket}"):
            _refuse_taken(clients, bucket, names)


def _refuse_taken(clients: Clients, bucket: str, names: StackNames) -> None:
    try:
        bucket_exists(clients, bucket, names.account)
    except ClientError as error:
        if http_status(error) not in (301, 403):
            raise
        raise FailedError(
            f"the bucket {bucket} exists but is not to be used: another account has it, or you may not see it",
            f"give the stack another name (TF_VAR_name=finpulse-2), or see that you have s3:ListBucket on {bucket}",
        ) from error
