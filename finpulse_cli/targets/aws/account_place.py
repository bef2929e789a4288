"""A stack in an account, as those need it who read it: at AWS itself, or at an emulator that stands in for it."""

from __future__ import annotations

from dataclasses import dataclass

from finpulse_cli.core.paths import TargetHome
from finpulse_cli.stack.clients import Access, Clients
from finpulse_cli.stack.execute_api import api_below, push_below
from finpulse_cli.stack.outputs import StackOutputs
from finpulse_cli.targets.aws.account import Account
from finpulse_cli.targets.aws.remote_state import RemoteState

NAME = "aws"
DASHBOARD_PORT = 4568


@dataclass(frozen=True, slots=True)
class AccountAddresses:
    """See `finpulse_cli.stack.target.Addresses`. `endpoint_url` is an emulator's; None for AWS itself."""

    endpoint_url: str | None
    dashboard_port: int = DASHBOARD_PORT

    def api_url(self, outputs: StackOutputs) -> str:
        """Return the HTTP API's own address; at an emulator, below its address."""
        if self.endpoint_url is None:
            return outputs.api_url or ""
        return api_below(f"{self.endpoint_url}/_aws/execute-api", outputs)

    def websocket_url(self, outputs: StackOutputs) -> str | None:
        """Return the push API's own address; at an emulator, below its address."""
        if self.endpoint_url is None:
            return outputs.websocket_url
        return push_below(f"{self.endpoint_url}/_aws/execute-api", outputs)


@dataclass(frozen=True, slots=True)
class AccountPlace:
    """See `finpulse_cli.stack.target.Place`."""

    account: Account
    state: RemoteState
    home: TargetHome
    addresses: AccountAddresses
    name: str = NAME
    throttles: bool = True

    @property
    def access(self) -> Access:
        """Endpoint and region with the credentials as they are now."""
        return self.account.access

    @property
    def clients(self) -> Clients:
        """AWS clients with the user's credentials."""
        return self.account.clients

    def outputs(self) -> StackOutputs:
        """Return the stack as its state in the account has it, whoever applied it."""
        return self.state.outputs()

    def flush_lake(self) -> None:
        """Do nothing: AWS writes on its own time only."""
