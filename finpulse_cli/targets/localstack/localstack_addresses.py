"""Where a LocalStack, or the gateway beside it, serves a stack's APIs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from finpulse_cli.stack.execute_api import api_below
from finpulse_cli.standins.api_gateway.gateway_service import base_url
from finpulse_cli.targets.localstack.address import port_of
from finpulse_cli.targets.localstack.capabilities import ProbedCapabilities
from finpulse_cli.targets.localstack.running import make_named
from finpulse_cli.targets.neighbours import dashboard_port

if TYPE_CHECKING:
    from pathlib import Path

    from finpulse_cli.stack.outputs import StackOutputs


@dataclass(frozen=True, slots=True)
class LocalStackAddresses:
    """See `finpulse_cli.stack.target.Addresses`. `url` is LocalStack's, `found` the file of what the probes found."""

    url: str
    found: Path

    @property
    def port(self) -> int:
        """LocalStack's port; our own processes take those after it."""
        return port_of(self.url)

    @property
    def gateway_port(self) -> int:
        """Port of what serves the HTTP API where LocalStack has none."""
        return self.port + 3

    @property
    def dashboard_port(self) -> int:
        """The second after LocalStack's."""
        return dashboard_port(self.port)

    def api_url(self, outputs: StackOutputs) -> str:
        """Return the HTTP API's address at LocalStack, or that of the gateway in its place."""
        if outputs.api_id is None:
            return base_url(self.gateway_port)
        found = ProbedCapabilities.load(self.found)
        make = make_named(found.make if found else None)
        return f"{api_below(f'{self.url}{make.api_path}', outputs)}/%24default"

    def websocket_url(self, _outputs: StackOutputs) -> str | None:
        """Return None: nothing is pushed."""
        return None
