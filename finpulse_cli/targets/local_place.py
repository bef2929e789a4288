"""A place on this machine: an emulator that answers at one address, its stack's outputs in a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from finpulse_cli.core.paths import TargetHome
from finpulse_cli.stack.clients import Access, Clients
from finpulse_cli.stack.outputs import StackOutputs, load_outputs
from finpulse_cli.stack.target import Addresses

REGION = "us-east-1"


def nothing_is_held_back() -> None:
    """Flush the lake of an emulator whose Firehose writes every event at once, or in its own time."""


@dataclass
class LocalPlace:
    """See `finpulse_cli.stack.target.Place`. `flush` has Firehose write what it has gathered."""

    name: str
    home: TargetHome
    access: Access
    addresses: Addresses
    throttles: bool
    flush: Callable[[], None] = nothing_is_held_back

    @cached_property
    def clients(self) -> Clients:
        """AWS clients of this target."""
        return Clients.of(self.access)

    def outputs(self) -> StackOutputs:
        """Return the stack as it was last applied."""
        return load_outputs(self.home.outputs)

    def flush_lake(self) -> None:
        """Have Firehose write what it has gathered."""
        self.flush()
