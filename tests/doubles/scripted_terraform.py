"""A target and a Terraform of the tests' own: each notes what is asked of it and does what the test says."""

from __future__ import annotations

import io
import json
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

from finpulse_cli.stack.clients import Access, Clients
from finpulse_cli.stack.outputs import StackOutputs, load_outputs
from finpulse_cli.stack.target import Continuity, ProcessHealth, Target
from finpulse_cli.stack.terraform.provision import preview, provision
from tests.doubles.contexts import context
from tests.unit.targets.outputs import OUTPUTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from finpulse_cli.core.console import Report
    from finpulse_cli.core.context import Context
    from finpulse_cli.core.paths import Project, TargetHome
    from finpulse_cli.stack.terraform.json_events import Planned
    from finpulse_cli.stack.terraform.target_run import Approve

LAKE = ("aws_s3_bucket.lake", "create")
STREAM = ("aws_kinesis_stream.quotes", "create")
_PROGRAM = """
import json, os, pathlib, signal, sys, threading
signal.signal(signal.SIGINT, lambda *_: sys.exit(1))
given = sys.argv[1:]
with open("calls", "a") as calls: print(given[0], file=calls)
with open("arguments", "a") as arguments: print(*given, file=arguments)
pathlib.Path(".terraform").mkdir(exist_ok=True)
if given[0] == "plan":
    file = next(argument[5:] for argument in given if argument.startswith("-out="))
    with open("plans", "a") as plans: print(oct(os.stat(file).st_mode & 0o777), file, file=plans)
    made = pathlib.Path("calls").read_text().split().count("plan")
    for address, action in PLANS[min(made, len(PLANS)) - 1] if PLANS else []:
        change = {"resource": {"addr": address}, "action": action}
        print(json.dumps({"type": "planned_change", "change": change}))
if given[:2] == ["state", "list"]:
    print(*RESOURCES, sep=chr(10))
if given[0] == INTERRUPTED:
    os.kill(os.getppid(), signal.SIGINT)
    threading.Event().wait()
if given[0] == COMMAND:
    for line in LINES: print(line)
    sys.exit(CODE)
"""


@dataclass
class Beginning:
    """A head start that fits as the test says, and lays what `write` writes."""

    write: Callable[[Mapping[str, Path]], None]
    calls: list[str]
    is_fit: bool = True

    def fits(self) -> bool:
        """As the test says."""
        return self.is_fit

    def lay(self, zips: Mapping[str, Path], report: Report) -> None:
        """Note it and write."""
        self.calls.append("lay")
        self.write(zips)
        report("laid")

    def begun(self) -> None:
        """Note it."""
        self.calls.append("begun")


@dataclass
class FakeTarget:
    """A target without processes, all its parts in one: notes what is asked of it."""

    home: TargetHome
    continuity: Continuity = Continuity.BROKEN
    alive: bool = True
    dies_at_work: bool = False
    calls: list[str] = field(default_factory=list)
    name: str = "embedded"
    access: Access = field(default_factory=lambda: Access("http://127.0.0.1:1", "us-east-1", "test", "test"))
    throttles: bool = False
    is_local: bool = True
    state_backend: dict[str, object] | None = None
    script: Path = Path("tflocal")
    dashboard_port: int = 3
    beginning: Beginning | None = None

    @property
    def parts(self) -> Target:
        """The target that commands know."""
        never: Any = None
        return Target(
            place=self,
            lifecycle=self,
            root=self,
            teardown=never,
            capabilities=tuple,
            requirements=never,
            before_apply=(self.prepare,),
            after_change=(self.keep,),
            after_apply=(self.settle,),
            review=None if self.is_local else never_asked(),
            head_start=self.beginning,
        )

    @property
    def clients(self) -> Clients:
        """Never asked here."""
        return Clients.of(self.access)

    @property
    def addresses(self) -> FakeTarget:
        """Its own."""
        return self

    def start(self, report: Report) -> None:
        """Note it."""
        self.calls.append("start")
        self.alive = True
        report("started")

    def stop(self, report: Report) -> None:
        """Not part of provisioning."""
        raise AssertionError(report)

    purge = stop

    def prepare(self, report: Report) -> None:
        """Note it; from now on the state is kept elsewhere."""
        self.calls.append("prepare")
        self.state_backend = {"s3": {"bucket": "b"}}
        report("prepared")

    def keep(self, _outputs: StackOutputs, _report: Report) -> None:
        """Note it."""
        self.calls.append("keep")

    def settle(self, outputs: StackOutputs, report: Report) -> None:
        """Note it."""
        self.calls.append("settle")
        report(outputs.region)

    def outputs(self) -> StackOutputs:
        """What was kept."""
        return load_outputs(self.home.outputs)

    def program(self) -> list[str]:
        """The test's own program."""
        return [sys.executable, str(self.script)]

    def backend(self) -> dict[str, object] | None:
        """As `prepare` left it."""
        return self.state_backend

    def reconcile(self, report: Report) -> Continuity:
        """Note it."""
        self.calls.append("reconcile")
        report("reconciled")
        return self.continuity

    def processes(self) -> list[ProcessHealth]:
        """One process."""
        return [ProcessHealth("the emulator", self.is_alive(), "", "emulator.log")]

    def variables(self, user: Mapping[str, str]) -> dict[str, object]:  # noqa: ARG002
        """None of note."""
        return {"region": "us-east-1"}

    def is_alive(self) -> bool:
        """As the test says."""
        return self.alive and not self.dies_at_work

    def has_died(self) -> bool:
        """As the test says."""
        return not self.alive

    def to_replace(self, before: StackOutputs | None, after: StackOutputs) -> list[str]:
        """What the test says, once there was something before."""
        return [] if before is None or before.shard_count == after.shard_count else ["mapping.one"]

    def environment(self, user: Mapping[str, str], config_file: Path | None) -> dict[str, str]:
        """Just enough to run Python."""
        return {"PATH": user["PATH"], "CONFIG": str(config_file)}

    def flush_lake(self) -> None:
        """Nothing to write."""

    def api_url(self, outputs: StackOutputs) -> str:
        """Any."""
        return outputs.api_url or ""

    def websocket_url(self, outputs: StackOutputs) -> str | None:
        """Any."""
        return outputs.websocket_url


def never_asked() -> Any:
    """A review that is there, and that provisioning does not ask."""
    return object()


@dataclass
class ScriptedTerraform:
    """A project, a target, and a tflocal that does what the test says."""

    project: Project
    target: FakeTarget
    tflocal: Path
    said: str = ""

    def behave(
        self,
        *messages: Mapping[str, Any],
        code: int = 0,
        command: str = "apply",
        plans: Sequence[Sequence[tuple[str, str]]] = (),
        resources: Sequence[str] = (),
        interrupted: str | None = None,
    ) -> None:
        """What the next `command` prints and ends with, what each plan shows (the last one again and again), and the
        resources that the state holds; meanwhile `interrupted` the user presses Ctrl-C. All else goes well.
        """
        settings = {
            "LINES": [json.dumps(message) for message in messages],
            "CODE": code,
            "COMMAND": command,
            "INTERRUPTED": interrupted,
            "PLANS": [list(plan) for plan in plans],
            "RESOURCES": list(resources),
        }
        settled = "".join(f"{name} = {value!r}\n" for name, value in settings.items())
        self.tflocal.write_text(settled + _PROGRAM)

    def up(self, approve: Approve | None = None, *, repair: bool = False, from_scratch: bool = False) -> StackOutputs:
        """Provision; `said` holds what was reported."""
        screen, parts = io.StringIO(), self.target.parts
        outputs = provision(
            self.context, parts, Console(file=screen), approve, repair=repair, from_scratch=from_scratch
        )
        self.said = screen.getvalue()
        return outputs

    def preview(self) -> list[Planned]:
        """Plan."""
        return preview(self.context, self.target.parts, Console(file=io.StringIO()))

    @property
    def context(self) -> Context:
        """What a command is called with."""
        made = context(environ=self.environ)
        made.project = self.project
        return made

    @property
    def environ(self) -> dict[str, str]:
        """The user's environment."""
        return {"PATH": os.environ["PATH"]}

    def tflocal_arguments(self) -> str:
        """Every argument that tflocal was called with since the scene began."""
        return (self.target.home.terraform_dir / "arguments").read_text()

    def terraform_calls(self) -> list[str]:
        """What tflocal was called with since the scene began."""
        calls = self.target.home.terraform_dir / "calls"
        return calls.read_text().split() if calls.exists() else []

    def staged(self, file: str) -> Any:
        """A JSON file of the staged folder."""
        return json.loads((self.target.home.terraform_dir / file).read_text())

    def plan_files(self) -> list[tuple[str, Path]]:
        """Permissions and path of each file that a plan was written to."""
        plans = self.target.home.terraform_dir / "plans"
        lines = plans.read_text().splitlines() if plans.exists() else []
        return [(mode, Path(path)) for mode, _, path in (line.partition(" ") for line in lines)]


APPLIED = {"type": "outputs", "outputs": {name: {"value": value} for name, value in OUTPUTS.items()}}
