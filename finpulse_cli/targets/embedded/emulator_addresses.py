"""Where an emulator on this machine serves a stack's APIs: below a path, as the host names on AWS need DNS."""

from __future__ import annotations

from dataclasses import dataclass

from finpulse_cli.daemon.probe import LOOPBACK
from finpulse_cli.stack.execute_api import api_below, push_below
from finpulse_cli.stack.outputs import StackOutputs
from finpulse_cli.targets.neighbours import dashboard_port


@dataclass(frozen=True, slots=True)
class EmulatorAddresses:
    """See `finpulse_cli.stack.target.Addresses`. `port` is the emulator's."""

    port: int

    @property
    def endpoint_url(self) -> str:
        """The address at which the emulator answers in place of AWS."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def execute_api(self) -> str:
        """Base of every API's address."""
        return f"{self.endpoint_url}/_aws/execute-api"

    @property
    def dashboard_port(self) -> int:
        """The second after the emulator's."""
        return dashboard_port(self.port)

    def api_url(self, outputs: StackOutputs) -> str:
        """Return the HTTP API's address below the emulator's."""
        return api_below(self.execute_api, outputs)

    def websocket_url(self, outputs: StackOutputs) -> str | None:
        """Return the push API's address; its stage is the same as on AWS."""
        return push_below(self.execute_api, outputs)
