"""The bill of a load on the stack as its Terraform files declare it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from finpulse_cli.features.cost.billing import Line, Usage, bill
from finpulse_cli.features.cost.check import Check, checks
from finpulse_cli.features.cost.flow import Flow
from finpulse_cli.features.cost.items import measured_sizes
from finpulse_cli.features.cost.load import Load
from finpulse_cli.features.cost.price_list import PRICES
from finpulse_cli.features.cost.scale import Need, flow_of, needed_shards
from finpulse_cli.features.cost.services.athena import athena
from finpulse_cli.features.cost.services.firehose import firehose
from finpulse_cli.features.cost.services.functions import functions
from finpulse_cli.features.cost.services.gateway import gateway
from finpulse_cli.features.cost.services.hosting import hosting
from finpulse_cli.features.cost.services.keys import keys
from finpulse_cli.features.cost.services.kinesis import kinesis
from finpulse_cli.features.cost.services.lake import lake
from finpulse_cli.features.cost.services.notifications import notifications
from finpulse_cli.features.cost.services.scheduler import scheduler
from finpulse_cli.features.cost.services.table_reads import table_reads
from finpulse_cli.features.cost.services.table_storage import table_storage
from finpulse_cli.features.cost.services.table_writes import table_writes
from finpulse_cli.features.cost.services.transfer import transfer
from finpulse_cli.features.cost.services.watching import watching
from finpulse_cli.features.cost.stack import declared_stack
from finpulse_cli.stack.hcl.module import Module

SERVICES: tuple[Callable[[Flow], list[Usage]], ...] = (
    kinesis,
    functions,
    table_writes,
    table_reads,
    table_storage,
    firehose,
    lake,
    athena,
    gateway,
    watching,
    keys,
    notifications,
    scheduler,
    transfer,
    hosting,
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
    """The bill of the stack in `terraform_dir` with these values of its variables; a text may spell a value.

    `load` None is the stack's own: its symbols at its schedule. `free_tier` counts what is free for ever, as if the
    account used none of it elsewhere. Raises MissingError without Terraform files, UsageError for a variable that the
    stack does not have, FailedError when the files do not tell what the bill depends on.
    """
    module = Module.read(terraform_dir, variables)
    stack, sizes = declared_stack(module), measured_sizes()
    settled = (load or Load()).settled(stack.symbols, stack.interval)
    flow = flow_of(stack, settled, sizes)
    need = needed_shards(stack, settled, sizes)
    usages = [usage for service in SERVICES for usage in service(flow)]
    return Estimate(flow, need, bill(usages, PRICES, free_tier=free_tier), checks(module, flow, need), free_tier)
