"""A target, put together from small parts: the place where the stack runs, its life cycle, Terraform for it.

Whoever reads a stack takes a `Place` and knows nothing of the rest. What differs between targets is in their parts, as
data or behaviour; nobody asks which target it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from finpulse_cli.core.console import Report
from finpulse_cli.stack.checks import Check
from finpulse_cli.stack.outputs import StackOutputs

if TYPE_CHECKING:
    from rich.console import Console

    from finpulse_cli.core.context import Context
    from finpulse_cli.core.paths import TargetHome
    from finpulse_cli.stack.clients import Access, Clients
    from finpulse_cli.stack.controlled_clock import ControlledClock
    from finpulse_cli.stack.fault_injection import FaultInjector
    from finpulse_cli.stack.sandbox_snapshots import SandboxSnapshots

BeforeApply = Callable[[Report], None]
"""Makes what Terraform itself needs on the target, after the user agreed to the plan. Raises CliError."""

AfterChange = Callable[[StackOutputs, Report], None]
"""Does what is left once something of the stack was changed, such as saving it."""

AfterApply = Callable[[StackOutputs, Report], None]
"""Does what is left once the stack is there, such as starting what takes the place of missing services."""

Requirements = Callable[[Mapping[str, str], Path], list[Check]]
"""Checks what a target, and no other, needs of a machine: of the user's environment and home folder."""


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


class Continuity(Enum):
    """How what a target holds goes on from the last apply.

    BROKEN: it may hold less than that left in it, or nothing. UNBROKEN: it has been at work ever since.
    RESTORED: `start` has just brought it back, with all that it held when it was stopped.
    """

    BROKEN = auto()
    UNBROKEN = auto()
    RESTORED = auto()


class Addresses(Protocol):
    """Where programs on this machine reach a stack's APIs and its page."""

    def api_url(self, outputs: StackOutputs) -> str:
        """Return the base URL of the HTTP API, without a slash at the end."""

    def websocket_url(self, outputs: StackOutputs) -> str | None:
        """Return the URL of the push API; None where nothing is pushed."""

    @property
    def dashboard_port(self) -> int:
        """Port of the dashboard on this machine, unless the user wants another."""


class Place(Protocol):
    """A place where a stack is, as those need it who read the stack or put events on its stream."""

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
    def addresses(self) -> Addresses:
        """Addresses of the stack's APIs and page."""

    @property
    def throttles(self) -> bool:
        """Whether the stream refuses records beyond a shard's allowance, as AWS does."""

    def outputs(self) -> StackOutputs:
        """Return the stack as it was last applied. Raises MissingError when nothing is provisioned."""

    def flush_lake(self) -> None:
        """Have Firehose write what it has gathered, where that can be asked for; AWS writes on its own time only."""


class Lifecycle(Protocol):
    """How what lies under a stack is started, watched and ended."""

    def start(self, report: Report) -> None:
        """Make the target ready to be provisioned; nothing to do when it is. Raises CliError.

        On a target that is not on this machine this only looks, and changes nothing.
        """

    def stop(self, report: Report) -> None:
        """Stop the target and keep its state; nothing to do when it is stopped. Raises CliError."""

    def purge(self, report: Report) -> None:
        """Stop the target and delete what is kept of it; what Terraform must destroy is gone. Raises CliError."""

    def processes(self) -> list[ProcessHealth]:
        """Return the health of each background process; empty for a target that has none."""

    def reconcile(self, report: Report) -> Continuity:
        """Make Terraform's state and what the target holds agree again, after the target lost what it held."""

    def is_alive(self) -> bool:
        """Tell whether what Terraform talks to runs, not whether it answers. Cheap: asked every second."""

    def has_died(self) -> bool:
        """Tell whether a provisioned target is down although nobody stopped it."""


class TerraformRoot(Protocol):
    """How Terraform is run for a target."""

    def program(self) -> list[str]:
        """Return the command that runs Terraform against this target, without arguments. Raises MissingError."""

    def backend(self) -> Mapping[str, object] | None:
        """Return the `backend` block of Terraform's settings as its JSON syntax has it; None keeps state in a file."""

    def environment(self, user: Mapping[str, str], config_file: Path | None) -> dict[str, str]:
        """Return the environment for Terraform: this target's endpoint and credentials, no other.

        `user` is the user's environment, `config_file` the Terraform CLI configuration to use.
        """

    def variables(self, user: Mapping[str, str]) -> dict[str, object]:
        """Return the stack's variables that belong to this target; they win over TF_VAR_ ones of `user`."""

    def to_replace(self, before: StackOutputs | None, after: StackOutputs) -> list[str]:
        """Return addresses of resources to recreate after the stack changed from `before` to `after`."""


@dataclass(frozen=True, slots=True)
class PurgeWarning:
    """What a purge destroys: as a question to answer, and as a fact for who cannot be asked."""

    question: str
    fact: str


class Teardown(Protocol):
    """How `finpulse down` takes a target down."""

    def nothing_there(self) -> str | None:
        """Return why there is nothing to take down; None when there is something."""

    def warning(self) -> PurgeWarning:
        """Return what the user agrees to before a purge. Raises CliError."""

    def stop(self, context: Context, target: Target, report: Report) -> None:
        """Stop the target and say where its state is. Raises CliError, also where nothing can be stopped and kept."""

    def purge(self, context: Context, target: Target, screen: Console) -> None:
        """Destroy the stack and all it holds. Raises CliError when something is left."""


@dataclass(frozen=True, slots=True)
class PlanScope:
    """Whose account a plan is for, and where its state is kept, as the user is shown it."""

    account: str
    caller: str
    region: str
    stack: str
    state: str


class HeadStart(Protocol):
    """What a first apply leaves behind, kept ready for a target that holds nothing yet."""

    def fits(self) -> bool:
        """Tell whether there is one for this target as it is. Cheap."""

    def lay(self, zips: Mapping[str, Path], report: Report) -> None:
        """Make the target's home what a first apply with these zips would leave, the target being stopped.

        Raises CliError.
        """

    def begun(self) -> None:
        """Do what is left once the target is at work with what was laid."""


class Review(Protocol):
    """What a user sees of a plan before it is carried out, on a target where a change costs money or data."""

    def sign_in(self) -> object:
        """Refuse credentials that cannot do before any work is done. Raises CliError."""

    def only_look(self) -> None:
        """Change nothing from now on, so that less must be allowed."""

    def scope(self) -> PlanScope:
        """Return whose account it is about. Raises CliError."""


def no_notes(_outputs: StackOutputs) -> Iterable[str]:
    """Return what a user must still do after `up` where nothing is left to do."""
    return ()


@dataclass(frozen=True)
class Target:
    """A target's parts. `review` is None for one that is wholly on this machine: it is changed without a question.

    `capabilities` tells what the target lacks against AWS; `notes` what a user must still do after `up`. `engine` is
    the program that plays AWS, with its version, where FinPulse brings its own. `clock` is None where time cannot be
    moved, `injector` where nothing can come between functions and services, `snapshots` where a sandbox is no file.
    """

    place: Place
    lifecycle: Lifecycle
    root: TerraformRoot
    teardown: Teardown
    capabilities: Callable[[], tuple[Capability, ...]]
    requirements: Requirements
    before_apply: Sequence[BeforeApply] = ()
    after_change: Sequence[AfterChange] = ()
    after_apply: Sequence[AfterApply] = ()
    review: Review | None = None
    head_start: HeadStart | None = None
    notes: Callable[[StackOutputs], Iterable[str]] = no_notes
    clock: ControlledClock | None = None
    engine: str = ""
    injector: FaultInjector | None = None
    snapshots: SandboxSnapshots | None = None

    @property
    def name(self) -> str:
        """Name as in `--target`."""
        return self.place.name

    @property
    def home(self) -> TargetHome:
        """Folder of what the CLI keeps for this target."""
        return self.place.home

    @property
    def is_local(self) -> bool:
        """Whether all of it is on this machine."""
        return self.review is None


def command(target: Target, arguments: str) -> str:
    """Return a command of `finpulse` with what it must name to be about this target, as an `Action` takes it."""
    return arguments if target.is_local else f"{arguments} --{target.name}"
