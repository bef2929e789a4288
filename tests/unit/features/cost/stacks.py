"""The project's own stack, and flows over it, for the tests of the bill."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from finpulse_cli.features.cost.item_sizes import measured_sizes
from finpulse_cli.features.cost.load import Load
from finpulse_cli.features.cost.scale import flow_of
from finpulse_cli.features.cost.stack import Stack, declared_stack
from finpulse_cli.stack.hcl.module import Module

if TYPE_CHECKING:
    from finpulse_cli.features.cost.billing import Usage
    from finpulse_cli.features.cost.flow import Flow

ROUND_THE_CLOCK = {"exchange_hours": "always", "alpha_vantage_plan": "custom"}  # five symbols a minute, day and night
TERRAFORM = Path(__file__).resolve().parents[4] / "terraform"
SEED = Load()
FAST = Load(Decimal(500), Decimal(1))
FLOOD = Load.of_events(Decimal(100_000))


def project_module(**variables: object) -> Module:
    """The project's Terraform with these values."""
    return Module.read(TERRAFORM, ROUND_THE_CLOCK | variables)


_MODULE = project_module()


def project_stack(**variables: object) -> Stack:
    """The project's stack with these values."""
    return declared_stack(project_module(**variables) if variables else _MODULE)


def flow(load: Load = SEED, stack: Stack | None = None) -> Flow:
    """A load on the project's stack, or on another."""
    stack = stack or project_stack()
    return flow_of(stack, load.settled(stack.asking), measured_sizes())


def quantities(usages: list[Usage], price: str) -> Decimal:
    """All units of one price together."""
    return sum((usage.quantity for usage in usages if usage.price == price), Decimal(0))


def of(usages: list[Usage], price: str, what: str) -> Decimal:
    """Units of one price for what begins with `what`."""
    return sum((one.quantity for one in usages if one.price == price and one.what.startswith(what)), Decimal(0))


def with_lake(stack: Stack, **changes: object) -> Stack:
    """The stack with another lake."""
    return replace(stack, lake=replace(stack.lake, **changes))  # type: ignore[arg-type]
