"""Users of an emulator that stands in for AWS, and the CLI as each of them runs it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.aws.clients import Key, emulator_clients
from tests.aws.deployer import deployer
from tests.e2e.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from finpulse_cli.stack.clients import Clients

NAME = "fp-aws"  # not the embedded stack's: both live in one emulator
# Nothing may ask Alpha Vantage, and nobody waits five minutes for the lake.
_STACK = {
    "TF_VAR_name": NAME,
    "TF_VAR_schedule_enabled": "false",
    "TF_VAR_lake_buffer_seconds": "5",
    "TF_VAR_alert_email": "ops@example.com",
}


@dataclass(frozen=True)
class User:
    """Somebody with policies of docs/aws and nothing else; `log` is where Terraform notes what it asks of AWS."""

    cli: Sandbox
    key: Key
    log: Path

    @property
    def clients(self) -> Clients:
        """This user's own clients."""
        return emulator_clients(self.cli.endpoint, self.key)

    def with_variables(self, **extra: str) -> Sandbox:
        """The CLI with more in its environment."""
        return _cli(self.cli, self.cli.home, extra)

    def at(self, home: Path) -> Sandbox:
        """The CLI on another machine, where it keeps everything in `home`."""
        return _cli(self.cli, home, {})


def make_user(sandbox: Sandbox, name: str, *policies: str, home: Path) -> User:
    """A user with these policies for the stack, who has what the CLI keeps in `home`."""
    key = deployer(sandbox.emulator, name, *policies, name=NAME)
    log = home / f"{name}.log"
    given = {
        "FINPULSE_AWS_ENDPOINT_URL": sandbox.endpoint,
        "AWS_ACCESS_KEY_ID": key.id,
        "AWS_SECRET_ACCESS_KEY": key.secret,
        "TF_LOG": "DEBUG",
        "TF_LOG_PATH": str(log),
    }
    return User(_cli(sandbox, home, _STACK | given), key, log)


def _cli(sandbox: Sandbox, home: Path, extra: Mapping[str, str]) -> Sandbox:
    return Sandbox(home, sandbox.port, {**sandbox.extra, **extra}, sandbox.target)
