"""What every target offers to the commands, whatever it runs on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from finpulse_cli.core.console import Report
from finpulse_cli.core.paths import TargetHome
from finpulse_cli.stack.clients import Access, Clients
from finpulse_cli.stack.outputs import StackOutputs


@dataclass(frozen=True, slots=True)
class Capability:
    """One thing AWS does and a target may not: whether it is native here, and what takes its place if not."""

    name: str
    native: bool
    detail: str


@dataclass(frozen=True, slots=True)
class ProcessHealth:
    """State of one background process of a target. `detail` is for people; `log` is where its output goes, "" nowhere.

    `is_needed_by_terraform`: without it nothing can be provisioned.
    """

    name: str
    healthy: bool
    detail: str
    log: str
    is_needed_by_terraform: bool = True


class Target(Protocol):
    """A place where the stack runs: how to reach it, what it can do, and its life cycle."""

    @property
    def name(self) -> str:
        """Name as in `--target`."""

    @property
    def home(self) -> TargetHome:
        """Folder of what the CLI keeps for this target."""

    @property
    def access(self) -> Access:
        """Endpoint, region and credentials."""

    @property
    def clients(self) -> Clients:
        """AWS clients of this target."""

    @property
    def capabilities(self) -> tuple[Capability, ...]:
        """What this target lacks against AWS, and what is done about it."""

    @property
    def throttles(self) -> bool:
        """Whether the stream refuses records beyond a shard's allowance, as AWS does."""

    @property
    def is_local(self) -> bool:
        """Whether all of it is on this machine. What is not is changed only after the user has seen the plan."""

    @property
    def runs_terraform_to_purge(self) -> bool:
        """Whether the stack is destroyed by Terraform; if not, it goes with the target itself."""

    def start(self, report: Report) -> None:
        """Make the target ready to be provisioned; nothing to do when it is. Raises CliError.

        On a target that is not local this only looks, and changes nothing.
        """

    def prepare(self, report: Report) -> None:
        """Make what Terraform itself needs on the target, after the user agreed to the plan. Raises CliError."""

    def settle(self, outputs: StackOutputs, report: Report) -> None:
        """Do what is left once the stack is there: start what takes the place of missing services, upload pages."""

    def outputs(self) -> StackOutputs:
        """The stack as it was last applied. Raises MissingError when nothing is provisioned."""

    def stop(self, report: Report) -> None:
        """Stop the target and keep its state; nothing to do when it is stopped. Raises CliError."""

    def purge(self, report: Report) -> None:
        """Stop the target and destroy everything it holds. Raises CliError."""

    def processes(self) -> list[ProcessHealth]:
        """Health of each background process; empty for a target that has none."""

    def reconcile(self, report: Report) -> bool:
        """Make Terraform's state and what the target holds agree again, after the target lost what it held.

        Returns whether `start` has just brought the target back exactly as the last `stop` left it.
        """

    def terraform_variables(self, user: Mapping[str, str]) -> dict[str, object]:
        """Values for the stack's variables that belong to this target; they win over TF_VAR_ ones of `user`."""

    def is_alive(self) -> bool:
        """Whether what Terraform talks to runs; says nothing about whether it answers. Cheap: asked every second."""

    def has_died(self) -> bool:
        """Whether a provisioned target is down although nobody stopped it."""

    def to_replace(self, before: StackOutputs | None, after: StackOutputs) -> list[str]:
        """Addresses of resources that must be made anew after the stack changed from `before` to `after`."""

    def terraform_program(self) -> list[str]:
        """Command that runs Terraform against this target, without arguments. Raises MissingError."""

    def terraform_backend(self) -> Mapping[str, object] | None:
        """The `backend` block of Terraform's settings, as its JSON syntax has it; None keeps the state in a file."""

    def terraform_environment(self, user: Mapping[str, str], config_file: Path | None) -> dict[str, str]:
        """Environment for Terraform: this target's endpoint and credentials, no other.

        `user` is the user's environment, `config_file` the Terraform CLI configuration to use.
        """

    def flush_lake(self) -> None:
        """Have Firehose write what it has gathered, where that can be asked for; AWS writes on its own time only."""

    def api_url(self, outputs: StackOutputs) -> str:
        """Base URL of the HTTP API as a program on this machine reaches it, without a slash at the end."""

    @property
    def dashboard_port(self) -> int:
        """Port of the dashboard on this machine, unless the user wants another."""

    def websocket_url(self, outputs: StackOutputs) -> str | None:
        """URL of the push API as a program on this machine reaches it; None where nothing is pushed."""


def command(target: Target, arguments: str) -> str:
    """Return a command of `finpulse` with what it must name to be about this target, as an `Action` takes it."""
    return arguments if target.is_local else f"{arguments} --{target.name}"
