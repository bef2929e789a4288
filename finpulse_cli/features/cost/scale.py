"""The size of the stack that a load needs: shards, and batches of a shard at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from finpulse_cli.features.cost.flow import Flow
from finpulse_cli.features.cost.limits import SHARD_BATCHES, SHARD_IN_BYTES, SHARD_OUT_BYTES, SHARD_RECORDS
from finpulse_cli.features.cost.units import whole
from finpulse_cli.features.cost.work import busy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finpulse_cli.features.cost.item_sizes import Sizes
    from finpulse_cli.features.cost.load import SettledLoad
    from finpulse_cli.features.cost.stack import Stack

ROUNDS = 8


@dataclass(frozen=True, slots=True)
class Need:
    """Shards that a load needs, for each reason. Keys spread evenly need no fewer, uneven ones more."""

    reasons: Mapping[str, Decimal]

    @property
    def shards(self) -> Decimal:
        """Shards that satisfy every reason."""
        return max(self.reasons.values())

    @property
    def why(self) -> str:
        """The reason that needs most."""
        return max(self.reasons, key=lambda reason: self.reasons[reason])


def needed_shards(stack: Stack, load: SettledLoad, sizes: Sizes) -> Need:
    """Return what the stream's limits and the consumers' pace ask for."""
    bytes_in = load.events_per_second * sizes.event_bytes
    sharing = stack.stream.readers - stack.stream.fan_out
    by_limits = {
        "records put": whole(load.events_per_second / SHARD_RECORDS),
        "bytes put": whole(bytes_in / SHARD_IN_BYTES),
        "bytes read": whole(bytes_in * sharing / SHARD_OUT_BYTES),
    }
    flow = _settled_flow(stack, load, sizes, max(Decimal(stack.stream.shards), *by_limits.values()))
    by_pace = {f"the pace of {name}": _whole(busy(name, flow) / SHARD_BATCHES) for name in stack.consumers}
    return Need(by_limits | by_pace)


def flow_of(stack: Stack, load: SettledLoad, sizes: Sizes) -> Flow:
    """Return the load on the declared stack, with more shards and batches at once where it needs them."""
    shards = max(Decimal(stack.stream.shards), needed_shards(stack, load, sizes).shards)
    return _settled_flow(stack, load, sizes, shards)


def needed_batches(consumer: str, flow: Flow) -> Decimal:
    """Return the batches of a shard that must run at once for a consumer to keep up: its ParallelizationFactor."""
    return max(Decimal(1), _whole(busy(consumer, flow) / flow.shards))


def _settled_flow(stack: Stack, load: SettledLoad, sizes: Sizes, shards: Decimal) -> Flow:
    """More lanes mean smaller batches, and those a little more work: some rounds until that settles."""
    least = {name: shards * mapping.parallel for name, mapping in stack.consumers.items()}
    flow = Flow(stack, load, sizes, shards, least)
    for _ in range(ROUNDS):
        flow = replace(flow, lanes={name: max(lanes, busy(name, flow)) for name, lanes in least.items()})
    return flow


def _whole(number: Decimal) -> Decimal:
    """Return the next whole number, a trace beyond one forgiven."""
    return whole(round(number, 4))
