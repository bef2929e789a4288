"""What the targets on this machine have in common: an emulator with a mark in it, tflocal, background processes."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from finpulse_cli.core.console import Report
from finpulse_cli.core.paths import Project, TargetHome
from finpulse_cli.daemon.process import kill, running
from finpulse_cli.daemon.service import Service
from finpulse_cli.stack.clients import Access, Clients
from finpulse_cli.stack.outputs import StackOutputs, load_outputs
from finpulse_cli.stack.target import ProcessHealth
from finpulse_cli.stack.terraform.environment import local_environment
from finpulse_cli.stack.terraform.stage import forget
from finpulse_cli.stack.terraform.tflocal import tflocal_program
from finpulse_cli.standins.alpha_vantage.quote_server import standin_service
from finpulse_cli.targets.instance import Instance, write_mark
from finpulse_cli.web.service import PROCESS as DASHBOARD
from finpulse_cli.web.service import dashboard_service

REGION = "us-east-1"


class LocalTarget:
    """See `finpulse_cli.stack.target.Target`. The stand-in server and the dashboard take the ports after `port`."""

    is_local = True

    def __init__(self, project: Project, home: TargetHome, port: int) -> None:
        self._project = project
        self.home = home
        self.port = port
        self._remembered = Instance.load(home.instance)

    @property
    def access(self) -> Access:
        """Endpoint and credentials of the emulator."""
        raise NotImplementedError

    @cached_property
    def clients(self) -> Clients:
        """AWS clients of this target."""
        return Clients.of(self.access)

    def prepare(self, _report: Report) -> None:
        """Terraform needs nothing made beforehand: its state is a file."""

    def outputs(self) -> StackOutputs:
        """The stack as it was last applied."""
        return load_outputs(self.home.outputs)

    def terraform_program(self) -> list[str]:
        """tflocal."""
        return tflocal_program()

    def terraform_backend(self) -> Mapping[str, object] | None:
        """None: a file in the staged folder."""
        return None

    def terraform_environment(self, user: Mapping[str, str], config_file: Path | None) -> dict[str, str]:
        """Environment for tflocal against the emulator."""
        return local_environment(self.access, user, config_file)

    @property
    def dashboard_port(self) -> int:
        """The second after the emulator's."""
        return self.port + 2

    @cached_property
    def _standin(self) -> Service:
        return standin_service(self._project, self.home, self.port + 1)

    @cached_property
    def _dashboard(self) -> Service:
        record = running(self.home.pid_file(DASHBOARD))
        return dashboard_service(self._project, self.home, (record and record.port) or self.dashboard_port)

    def _dashboard_health(self) -> list[ProcessHealth]:
        """Health of the dashboard while it is there."""
        return [] if running(self.home.pid_file(DASHBOARD)) is None else [health_of(self._dashboard)]

    def _kill(self, service: Service, report: Report) -> None:
        """End one process at once; what it would save is not wanted."""
        record = running(service.launch.pid_file)
        if record is not None:
            kill(record)
            service.launch.pid_file.unlink(missing_ok=True)
            report(f"{service.name} ended")

    def _forget_stack(self) -> None:
        """A Terraform that knows of nothing."""
        forget(self.home.terraform_dir)
        for file in (self.home.outputs, self.home.applied, self.home.applying):
            file.unlink(missing_ok=True)

    def _mark(self, instance: Instance) -> None:
        """Mark this emulator as the one that Terraform's state will be about."""
        marked = instance.marked(uuid.uuid4().hex)
        # Remembered first: an emulator with a mark that nobody remembers would be taken for somebody else's.
        self._remember(marked)
        write_mark(self.clients.ssm, marked.mark or "")

    def _remember(self, instance: Instance) -> None:
        instance.save(self.home.instance)
        self._remembered = instance


def health_of(service: Service, *, is_needed_by_terraform: bool = True) -> ProcessHealth:
    """How a background process is."""
    return ProcessHealth(service.name, *service.state(), str(service.launch.log), is_needed_by_terraform)
