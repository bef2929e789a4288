"""The localstack target: a LocalStack that answers, or one that its own command line starts with Docker and a token.

What it lacks is found out by trying (`probe`); background processes of ours take its place,
and listen on 127.0.0.1 only.
"""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from finpulse_cli.core.console import Report
from finpulse_cli.core.errors import FailedError, MissingError, act, to_run
from finpulse_cli.core.paths import Project, TargetHome
from finpulse_cli.core.url import parse_url
from finpulse_cli.daemon.service import Service, ensure_running, halt
from finpulse_cli.stack.clients import Access
from finpulse_cli.stack.execute_api import api_below
from finpulse_cli.stack.outputs import StackOutputs
from finpulse_cli.stack.target import Capability, ProcessHealth
from finpulse_cli.stack.terraform.stage import has_resources
from finpulse_cli.standins.alpha_vantage import quote_server as standin
from finpulse_cli.standins.api_gateway.service import gateway_service
from finpulse_cli.standins.scheduler.service import ticker_service
from finpulse_cli.targets.instance import Instance, read_mark, remove_mark
from finpulse_cli.targets.local import REGION, LocalTarget, health_of
from finpulse_cli.targets.localstack.abilities import Abilities
from finpulse_cli.targets.localstack.address import VARIABLE, is_here, localstack_url, port_of
from finpulse_cli.targets.localstack.lifecycle import start, stop
from finpulse_cli.targets.localstack.needs import find_starter, require_startable, token
from finpulse_cli.targets.localstack.probe.find_out import find_out
from finpulse_cli.targets.localstack.probe.scheduler import SchedulerProbe
from finpulse_cli.targets.localstack.running import Running, look
from finpulse_cli.web.origins import merged_origins

_KEY = "test"  # LocalStack derives the account from it: 000000000000
_DOCKER_HOST = "host.docker.internal"  # this machine, as a container sees it
_CONNECT_SECONDS = 2.0


class LocalStackTarget(LocalTarget):
    """See `finpulse_cli.stack.target.Target`. `named_url` is the user's choice of address, if any."""

    name = "localstack"
    throttles = True  # its Kinesis may refuse records beyond a shard's allowance
    runs_terraform_to_purge = True

    def __init__(self, project: Project, home: TargetHome, named_url: str | None) -> None:
        used_before = Instance.load(home.instance)
        self.url = localstack_url(named_url or (used_before.url if used_before else None))
        super().__init__(project, home, port_of(self.url))
        self._probe = SchedulerProbe(self.clients, partial(datetime.now, UTC))

    @property
    def access(self) -> Access:
        """LocalStack's address and its test credentials."""
        return Access(self.url, REGION, _KEY, _KEY)

    @property
    def capabilities(self) -> tuple[Capability, ...]:
        """What the probes found."""
        found = self._abilities
        return () if found is None else found.capabilities()

    def start(self, report: Report) -> None:
        """Attach to the LocalStack that answers, or start one; find out what it can do."""
        running = look(self.url) or self._start_localstack(report)
        ensure_running(self._standin, report)
        found = self._abilities
        if found is None or found.session != running.session:
            report(f"trying what {running} can do")
            find_out(running, self.clients, self.access).save(self.home.abilities)
        if self._needs_scheduler_probe:
            self._probe.begin()

    def stop(self, report: Report) -> None:
        """End our own processes, and LocalStack if it was started from here: what it holds goes with it."""
        for service in (self._ticker, self._gateway, self._dashboard, self._standin):
            halt(service, report, timeout_seconds=5)
        self._stop_localstack(report)
        if self._remembered is not None:
            # The next one may be started by somebody else, who will not want it stopped from here.
            self._remember(replace(self._remembered, stopped_well=True, started_with=None))

    def purge(self, report: Report) -> None:
        """End what is left and delete the target's folder; Terraform has destroyed the stack before."""
        for service in (self._ticker, self._gateway, self._dashboard, self._standin):
            self._kill(service, report)
        self._remove_mark()
        self._stop_localstack(report)
        shutil.rmtree(self.home.root, ignore_errors=True)
        self._remembered = None

    def processes(self) -> list[ProcessHealth]:
        """LocalStack, the stand-in server, and what takes the place of missing services."""
        running = look(self.url)
        detail = f"{self.url} does not answer" if running is None else f"{running} at {self.url}"
        substitutes = [health_of(service, is_needed_by_terraform=False) for service in self._substitutes]
        return [
            ProcessHealth("LocalStack", running is not None, detail, ""),
            health_of(self._standin),
            *substitutes,
            *self._dashboard_health(),
        ]

    def reconcile(self, report: Report) -> bool:
        """When LocalStack lost the stack, forget what Terraform remembers of it. Never says that it was restored.

        Raises FailedError when LocalStack holds a stack of another folder.
        """
        before, inside = self._remembered, read_mark(self.clients.ssm)
        if inside is not None and (before is None or before.mark != inside):
            raise FailedError(
                f"the LocalStack at {self.url} holds a FinPulse stack of another folder",
                act("run `{}` there, or restart LocalStack, or set FINPULSE_LOCALSTACK_URL to another", "down --purge"),
            )
        if inside is None:
            if has_resources(self.home.terraform_state):
                report("LocalStack does not hold the stack any more (it was restarted); provisioning from scratch")
            self._forget_stack()
            self._mark(replace(before or Instance(self.port), port=self.port, url=self.url))
        elif before is not None:
            self._remember(replace(before, stopped_well=False))
        return False

    def settle(self, outputs: StackOutputs, report: Report) -> None:
        """Start what takes the place of missing services."""
        found = self._abilities
        if found is not None and self._needs_scheduler_probe:
            replace(found, fires=self._probe.fired(report)).save(self.home.abilities)
        for service in (self._ticker, self._gateway):
            if service in self._substitutes:
                ensure_running(service, report)
            else:
                halt(service, report, timeout_seconds=5)  # an earlier LocalStack could do less
        if outputs.api_id is None:
            report("this LocalStack has no HTTP API: `finpulse` serves api_handler itself")

    def terraform_variables(self, user: Mapping[str, str]) -> dict[str, object]:
        """The stand-in takes Alpha Vantage's place, an inbox the e-mail's; what LocalStack lacks is left out."""
        found = self._found()
        return {
            "region": REGION,
            "lambda_zip_dir": str(self.home.lambdas),
            "alpha_vantage_url": self._quotes_url(),
            "exchange_hours": "always",  # the stand-in's: prices move whenever somebody looks
            "cors_origins": merged_origins(self.dashboard_port, user),
            "alert_inbox": True,
            "lake_force_destroy": True,
            "lake_buffer_seconds": 60,
            "lake_compression": "GZIP" if found.compresses else "UNCOMPRESSED",
            "http_api": found.http_api,
            "push_api": False,  # its WebSocket addresses are LocalStack's own; pages poll
            "athena": found.athena,
        }

    def is_alive(self) -> bool:
        """Whether something listens at LocalStack's address."""
        host = parse_url(self.url).host
        try:
            with socket.create_connection((host, self.port), timeout=_CONNECT_SECONDS):
                return True
        except OSError:
            return False

    def has_died(self) -> bool:
        """Whether LocalStack is gone, or was restarted and has lost the stack; after `finpulse down` it is stopped."""
        remembered = self._remembered
        if remembered is None or remembered.stopped_well or not self.home.outputs.exists():
            return False
        return not self._holds_our_mark()

    def to_replace(self, _before: StackOutputs | None, _after: StackOutputs) -> list[str]:
        """Nothing: its mappings keep up with the shards."""
        return []

    def flush_lake(self) -> None:
        """Nothing is held back: LocalStack's Firehose writes every event at once, or in its own time."""

    def api_url(self, outputs: StackOutputs) -> str:
        """The HTTP API of LocalStack, or the gateway in its place."""
        if outputs.api_id is None:
            return f"http://127.0.0.1:{self._gateway_port}"
        return f"{api_below(f'{self.url}/_aws/execute-api', outputs)}/%24default"

    def websocket_url(self, _outputs: StackOutputs) -> str | None:
        """None: nothing is pushed."""
        return None

    @property
    def _gateway_port(self) -> int:
        return self.port + 3

    @property
    def _needs_scheduler_probe(self) -> bool:
        return self._found().fires is None

    @property
    def _substitutes(self) -> list[Service]:
        """Processes for what LocalStack was found to lack."""
        found = self._abilities
        if found is None:
            return []
        return [*([] if found.fires else [self._ticker]), *([] if found.http_api else [self._gateway])]

    @cached_property
    def _ticker(self) -> Service:
        return ticker_service(self._project, self.home)

    @cached_property
    def _gateway(self) -> Service:
        return gateway_service(self._project, self.home, self._gateway_port)

    @property
    def _abilities(self) -> Abilities | None:
        return Abilities.load(self.home.abilities)

    def _found(self) -> Abilities:
        if (found := self._abilities) is None:
            raise FailedError("what LocalStack can do was never tried", to_run("up --target localstack"))
        return found

    def _quotes_url(self) -> str:
        """The stand-in server, as a function inside LocalStack reaches it."""
        running = look(self.url)
        address = standin.base_url(self.port + 1)
        inside = running is not None and running.in_docker
        return address.replace("127.0.0.1", _DOCKER_HOST) if inside else address

    def _start_localstack(self, report: Report) -> Running:
        """Start LocalStack by its own command line. Raises MissingError naming what that lacks."""
        if not is_here(self.url):
            raise MissingError(
                f"no LocalStack answers at {self.url}", f"start it there, or name another one in {VARIABLE}"
            )
        starter = require_startable(os.environ, Path.home())
        secret = token(os.environ, Path.home()) or ""
        # remembered first: a start that is interrupted while Docker pulls the image goes on without us
        self._remember(replace(self._remembered or Instance(self.port), started_with=starter.name, url=self.url))
        return start(starter, self.url, os.environ, secret, report)

    def _stop_localstack(self, report: Report) -> None:
        """Stop LocalStack if it was started from here. Raises FailedError."""
        if look(self.url) is None:
            return
        started_with = None if self._remembered is None else self._remembered.started_with
        starter = find_starter(os.environ)
        if started_with is None:
            report(f"LocalStack at {self.url} goes on: it was not started from here")
        elif starter is None:
            report(f"LocalStack at {self.url} goes on: `{started_with}`, which started it, is not there any more")
        else:
            stop(starter, os.environ, report)

    def _holds_our_mark(self) -> bool:
        """Whether LocalStack answers and is in the state that Terraform remembers."""
        if self._remembered is None or look(self.url) is None:
            return False
        try:
            return read_mark(self.clients.ssm) == self._remembered.mark
        except (ClientError, BotoCoreError):
            return False

    def _remove_mark(self) -> None:
        """Leave a LocalStack that goes on free for a stack of any folder."""
        if self._holds_our_mark():
            with suppress(ClientError, BotoCoreError):
                remove_mark(self.clients.ssm)
