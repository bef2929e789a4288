"""The bill of a load on the stack as its Terraform files declare it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from finpulse_cli.features.cost.billing import Line, Usage, bill
from finpulse_cli.features.cost.check import Check, checks
from finpulse_cli.features.cost.item_sizes import measured_sizes
from finpulse_cli.features.cost.load import Load
from finpulse_cli.features.cost.price_list import PRICES
from finpulse_cli.features.cost.scale import Need, flow_of, needed_shards
from finpulse_cli.features.cost.services.api_gateway import api_gateway
from finpulse_cli.features.cost.services.athena import athena
from finpulse_cli.features.cost.services.cloudfront import cloudfront
from finpulse_cli.features.cost.services.cloudwatch import cloudwatch
from finpulse_cli.features.cost.services.data_transfer import data_transfer
from finpulse_cli.features.cost.services.dynamodb_reads import dynamodb_reads
from finpulse_cli.features.cost.services.dynamodb_storage import dynamodb_storage
from finpulse_cli.features.cost.services.dynamodb_writes import dynamodb_writes
from finpulse_cli.features.cost.services.eventbridge_scheduler import scheduler
from finpulse_cli.features.cost.services.firehose import firehose
from finpulse_cli.features.cost.services.kinesis import kinesis
from finpulse_cli.features.cost.services.kms import kms
from finpulse_cli.features.cost.services.lambda_ import lambda_
from finpulse_cli.features.cost.services.s3 import s3
from finpulse_cli.features.cost.services.sns import sns
from finpulse_cli.features.cost.stack import declared_stack
from finpulse_cli.stack.hcl.module import Module

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from finpulse_cli.features.cost.flow import Flow

SERVICES: tuple[Callable[[Flow], list[Usage]], ...] = (
    kinesis,
    lambda_,
    dynamodb_writes,
    dynamodb_reads,
    dynamodb_storage,
    firehose,
    s3,
    athena,
    api_gateway,
    cloudwatch,
    kms,
    sns,
    scheduler,
    data_transfer,
    cloudfront,
)


@dataclass(frozen=True, slots=True)
class Estimate:
    """USD a month in us-east-1, line by line; `need` is the shards it takes, `checks` the limits it could meet."""

    flow: Flow
    need: Need
    lines: tuple[Line, ...]
    checks: tuple[Check, ...]
    free_tier: bool

    @property
    def total(self) -> Decimal:
        """USD a month, not rounded."""
        return sum((line.usd for line in self.lines), Decimal(0))

    @property
    def warnings(self) -> tuple[Check, ...]:
        """The limits that the load goes beyond."""
        return tuple(check for check in self.checks if not check.holds)


def monthly_estimate(
    terraform_dir: Path, variables: Mapping[str, object], load: Load | None = None, *, free_tier: bool = True
) -> Estimate:
    """Return the bill of the stack in `terraform_dir` with these values of its variables; a text may spell a value.

    `load` None is the stack's own: its symbols at its schedule. `free_tier` counts what is free for ever, as if the
    account used none of it elsewhere. Raises MissingError without Terraform files, UsageError for a variable that the
    stack does not have, FailedError when the files do not tell what the bill depends on.
    """
    module = Module.read(terraform_dir, variables)
    stack, sizes = declared_stack(module), measured_sizes()
    settled = (load or Load()).settled(stack.asking)
    flow = flow_of(stack, settled, sizes)
    need = needed_shards(stack, settled, sizes)
    usages = [usage for service in SERVICES for usage in service(flow)]
    return Estimate(flow, need, bill(usages, PRICES, free_tier=free_tier), checks(module, flow, need), free_tier)
