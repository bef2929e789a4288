"""The embedded target: an emulator and a stand-in quote server as background processes on this machine.

No Docker, no account, no key. Both listen on 127.0.0.1 only, and so does the dashboard if the user has it served.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from finpulse_cli.core.console import Report
from finpulse_cli.core.errors import FailedError, UsageError, act
from finpulse_cli.core.paths import Project, TargetHome
from finpulse_cli.daemon.probe import LOOPBACK
from finpulse_cli.daemon.process import running
from finpulse_cli.daemon.service import Service, ensure_running, halt
from finpulse_cli.stack.clients import Access
from finpulse_cli.stack.execute_api import api_below, push_below
from finpulse_cli.stack.outputs import StackOutputs
from finpulse_cli.stack.progress import CONSUMERS
from finpulse_cli.stack.target import Capability, ProcessHealth
from finpulse_cli.stack.terraform.stage import has_resources
from finpulse_cli.standins.alpha_vantage import quote_server as standin
from finpulse_cli.targets.embedded import ministack
from finpulse_cli.targets.embedded.emulator import emulator_service
from finpulse_cli.targets.embedded.saved import lost_by, lost_in
from finpulse_cli.targets.instance import Instance, read_mark, write_mark
from finpulse_cli.targets.local import REGION, LocalTarget, health_of
from finpulse_cli.web.origins import merged_origins

DEFAULT_PORT = 4566
_SAVE_TIMEOUT_SECONDS = 60.0
_POSITIONS = {"kinesis", "lambda"}  # the services that keep a stream's records, and how far a mapping has read them
_CAPABILITIES = (
    Capability("IAM", native=True, detail="enforced: a missing permission fails here as it does on AWS"),
    Capability("EventBridge Scheduler", native=True, detail="fires"),
    Capability("HTTP API", native=True, detail="answers below a path instead of a host name of its own"),
    Capability("WebSocket API", native=True, detail="answers below a path, too"),
    Capability("Athena", native=True, detail="real SQL, through DuckDB"),
    Capability("SNS e-mail", native=False, detail="not sent; an inbox queue on the topic takes its place"),
    Capability("Firehose", native=True, detail="gathers and compresses; `replay` and `down` write what it holds"),
    Capability("mapping options", native=True, detail="on Kinesis streams, all of them; see docs/fidelity.md"),
)


class EmbeddedTarget(LocalTarget):
    """See `finpulse_cli.stack.target.Target`. `port` is the user's choice; None keeps the one used before."""

    name = "embedded"
    throttles = False
    runs_terraform_to_purge = False
    capabilities = _CAPABILITIES

    def __init__(self, project: Project, home: TargetHome, port: int | None = None) -> None:
        self._started = False
        record, remembered = running(home.pid_file("ministack")), Instance.load(home.instance)
        if port is not None and record is not None and record.port != port:
            raise UsageError(
                f"the embedded target is already running on port {record.port}",
                act("leave --port out, or run `{}` first", "down"),
            )
        used_before = record or remembered
        super().__init__(project, home, port or (used_before.port if used_before else None) or DEFAULT_PORT)

    @property
    def access(self) -> Access:
        """The emulator's address and its root credentials."""
        return Access(f"http://{LOOPBACK}:{self.port}", REGION, ministack.ROOT_KEY, ministack.ROOT_KEY)

    def start(self, report: Report) -> None:
        """Start whatever of the two processes is not running, and wait until both answer."""
        ministack.require_installed()
        if running(self.home.pid_file("ministack")) is None:
            shutil.rmtree(self.home.tmp_dir, ignore_errors=True)  # left by an emulator that was killed
        for folder in (self.home.root, self.home.tmp_dir, self.home.state_dir, self.home.s3_dir):
            folder.mkdir(parents=True, exist_ok=True)
        if ensure_running(self._emulator, report):
            self._started = True
        ensure_running(self._standin, report)

    def stop(self, report: Report) -> None:
        """End every process; the emulator saves its state first. Raises FailedError naming what it could not save."""
        halt(self._dashboard, report, timeout_seconds=5)
        halt(self._standin, report, timeout_seconds=5)
        process = running(self.home.pid_file("ministack"))
        halt(self._emulator, report, _SAVE_TIMEOUT_SECONDS)
        shutil.rmtree(self.home.tmp_dir, ignore_errors=True)
        if process is None:
            self._require_saved_before()
            return
        lost = lost_by(process, self.home.state_dir)
        if self._remembered is not None:
            self._remember(replace(self._remembered, stopped_well=not lost))
        if lost:
            raise self._not_saved(lost)

    def purge(self, report: Report) -> None:
        """End every process and delete the target's folder, and with it everything the emulator held."""
        self._kill(self._dashboard, report)
        self._kill(self._standin, report)
        self._kill(self._emulator, report)
        shutil.rmtree(self.home.root, ignore_errors=True)
        self._remembered = None

    def processes(self) -> list[ProcessHealth]:
        """Health of the emulator and of the stand-in server; of the dashboard only while it is there."""
        return [health_of(self._emulator), health_of(self._standin), *self._dashboard_health()]

    def settle(self, _outputs: StackOutputs, _report: Report) -> None:
        """Everything is there: no service is missing."""

    def reconcile(self, report: Report) -> bool:
        """When the emulator lost its state, forget what Terraform remembers of it and begin with an empty one."""
        if self.home.applying.exists() and not self.home.outputs.exists():
            report("the first `finpulse up` was cut short; provisioning from scratch")
            self._start_over(report)
            return False
        before = self._remembered
        inside = self._read_mark(before)
        if before is not None and inside is not None and inside == before.mark:
            self._remember(Instance(self.port, inside, stopped_well=False))
            restored = before.stopped_well and not lost_in(self.home.state_dir)
            if self._started and not restored:
                report("the emulator ended without saving all of its state; what it could not save is gone")
            return self._started and restored
        if has_resources(self.home.terraform_state) or before is not None or inside is not None:
            report("the emulator does not hold the stack that Terraform remembers; provisioning from scratch")
            self._start_over(report)
        else:
            self._mark(Instance(self.port))
        return False

    def terraform_variables(self, user: Mapping[str, str]) -> dict[str, object]:
        """The stand-in takes Alpha Vantage's place, an inbox the e-mail's; the lake may go with its objects in it."""
        return {
            "region": REGION,
            "lambda_zip_dir": str(self.home.lambdas),
            "alpha_vantage_url": standin.base_url(self.port + 1),
            "exchange_hours": "always",  # the stand-in's: prices move whenever somebody looks
            "execute_api_base": self._execute_api,
            "cors_origins": merged_origins(self.dashboard_port, user),
            "alert_inbox": True,
            "lake_force_destroy": True,
            "lake_buffer_seconds": 60,  # somebody is watching; on AWS fewer, larger objects are cheaper
        }

    def is_alive(self) -> bool:
        """Whether the emulator's process is there."""
        return running(self.home.pid_file("ministack")) is not None

    def has_died(self) -> bool:
        """Whether the emulator was killed; after `finpulse down` it is merely stopped."""
        killed = self._remembered is not None and not self._remembered.stopped_well
        return killed and self.home.outputs.exists() and not self.is_alive()

    def to_replace(self, before: StackOutputs | None, after: StackOutputs) -> list[str]:
        """Return the mappings where the emulator's positions in the shards are not about what the shards hold.

        That is so after a resharding, which empties the shards, and when only one of the two was saved: a mapping
        would wait at its place until as many records had come as before. Made anew it reads them all, once more.
        """
        resharded = before is not None and before.shard_count != after.shard_count
        torn = self._started and bool(_POSITIONS & lost_in(self.home.state_dir).keys())
        if before is None or not (resharded or torn):
            return []
        return [f'aws_lambda_event_source_mapping.consumer["{name}"]' for name in CONSUMERS]

    def flush_lake(self) -> None:
        """Write what the emulator's Firehose has gathered."""
        ministack.flush_lake(self.port)

    def api_url(self, outputs: StackOutputs) -> str:
        """The emulator serves an HTTP API below a path; the host name in Terraform's output needs DNS."""
        return api_below(self._execute_api, outputs)

    def websocket_url(self, outputs: StackOutputs) -> str | None:
        """As the HTTP API, below a path; the stage is the same as on AWS."""
        return push_below(self._execute_api, outputs)

    @property
    def _execute_api(self) -> str:
        return f"{self.access.endpoint_url}/_aws/execute-api"

    @cached_property
    def _emulator(self) -> Service:
        return emulator_service(self.home, self.port, REGION)

    def _read_mark(self, before: Instance | None) -> str | None:
        """Return the mark in the emulator; put there again when it was lost with the service that keeps it."""
        inside = read_mark(self.clients.ssm)
        lost_with_its_service = self._started and "ssm" in lost_in(self.home.state_dir)
        if inside is None and lost_with_its_service and before is not None and before.mark is not None:
            write_mark(self.clients.ssm, before.mark)
            return before.mark
        return inside

    def _require_saved_before(self) -> None:
        """Raise FailedError when the emulator that is not there any more did not save all it held."""
        if self._remembered is not None and not self._remembered.stopped_well:
            raise FailedError(
                "the emulator had ended before, without saving all of its state; what it could not save is gone",
                act("`{}` brings back what was saved and makes again what Terraform misses", "up"),
            )

    def _not_saved(self, lost: Mapping[str, str]) -> FailedError:
        what = "\n".join(f"  {name}: {reason}" for name, reason in lost.items())
        return FailedError(
            f"the emulator stopped, but these parts of its state could not be saved and are lost:\n{what}",
            act(
                "`{}` makes again what Terraform misses, without what it held; "
                f"the emulator's log is {self.home.log('ministack')}",
                "up",
            ),
        )

    def _start_over(self, report: Report) -> None:
        """An empty emulator, and a Terraform that knows of nothing."""
        self._kill(self._emulator, report)
        for folder in (self.home.state_dir, self.home.s3_dir):
            shutil.rmtree(folder, ignore_errors=True)
        self._forget_stack()
        self.start(report)
        self._mark(Instance(self.port))
