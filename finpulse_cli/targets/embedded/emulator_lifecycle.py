"""The embedded emulator's life: started, saved and stopped, found again, begun again when its state is lost."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from finpulse_cli.core.files import make_private
from finpulse_cli.daemon.process import running
from finpulse_cli.daemon.service import Service, ensure_running, halt
from finpulse_cli.stack.target import Continuity
from finpulse_cli.stack.terraform.stage import has_resources
from finpulse_cli.targets.embedded import ministack
from finpulse_cli.targets.embedded.emulator import emulator_service
from finpulse_cli.targets.embedded.keeping_words import brought_back, ended_before, not_saved
from finpulse_cli.targets.embedded.restored import lost_in
from finpulse_cli.targets.embedded.root_key import keep
from finpulse_cli.targets.embedded.saved import lost_by
from finpulse_cli.targets.instance import Instance, RememberedInstance, read_emulator_id, write_emulator_id
from finpulse_cli.targets.neighbours import dashboard_beside, dashboard_health, end_at_once, health_of, quote_service
from finpulse_cli.targets.tflocal_root import forget_stack

if TYPE_CHECKING:
    from finpulse_cli.core.console import Report
    from finpulse_cli.core.context import Context
    from finpulse_cli.stack.target import Place, ProcessHealth

_SAVE_TIMEOUT_SECONDS = 600.0
_END_TIMEOUT_SECONDS = 5.0


class EmulatorLifecycle:
    """See `finpulse_cli.stack.target.Lifecycle`. `port` is the emulator's."""

    def __init__(self, context: Context, place: Place, port: int) -> None:
        self._context = context
        self._place = place
        self._home = place.home
        self._port = port
        self._remembered = RememberedInstance(place.home.instance)
        self.was_started = False

    def start(self, report: Report) -> None:
        """Start whatever of the two processes is not running, and wait until both answer."""
        ministack.require_installed()
        self._remembered = RememberedInstance(self._home.instance)  # there may be one since this command began
        if running(self._home.pid_file("ministack")) is None:
            shutil.rmtree(self._home.tmp_dir, ignore_errors=True)  # left by an emulator that was killed
            if not self._stopped_well:
                self._home.applied.unlink(missing_ok=True)  # what the last apply made may be gone with it
        for folder in (self._home.root, self._home.tmp_dir, self._home.state_dir, self._home.s3_dir):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        make_private(self._home.root)  # one that an older version made is open to all
        keep(self._home.root_key, self._place.access.access_key)
        self._start_processes(report)

    def _start_processes(self, report: Report) -> None:
        """Start them side by side, as each takes a second for its imports; without the emulator neither stays."""
        with ThreadPoolExecutor() as pool:
            quotes = pool.submit(ensure_running, self._quotes, report)
            try:
                if ensure_running(self._emulator, report):
                    self.was_started = True
            except BaseException:
                if not quotes.exception() and quotes.result():
                    end_at_once(self._quotes, report)
                raise
            quotes.result()

    def stop(self, report: Report) -> None:
        """End every process; the emulator saves its state first. Raises FailedError naming what it could not save."""
        halt(self._dashboard, report, _END_TIMEOUT_SECONDS)
        halt(self._quotes, report, _END_TIMEOUT_SECONDS)
        process = running(self._home.pid_file("ministack"))
        # Asked first, over its port: a disk that takes nothing takes no word about it either.
        problem = ministack.checkpoint(self._port, _SAVE_TIMEOUT_SECONDS) if process is not None else None
        halt(self._emulator, report, _SAVE_TIMEOUT_SECONDS)
        shutil.rmtree(self._home.tmp_dir, ignore_errors=True)
        if process is None:
            self._require_saved_before()
            return
        lost = lost_by(process, self._home.state_dir)
        if (instance := self._remembered.instance) is not None:
            self._remembered.keep(replace(instance, stopped_well=not lost))
        if lost:
            raise not_saved(lost, problem, self._home)

    def purge(self, report: Report) -> None:
        """End every process and delete the target's folder, and with it everything the emulator held."""
        for service in (self._dashboard, self._quotes, self._emulator):
            end_at_once(service, report)
        shutil.rmtree(self._home.root, ignore_errors=True)
        self._remembered.forget()

    def processes(self) -> list[ProcessHealth]:
        """Return the health of the emulator and the stand-in server; of the dashboard only while it is there."""
        return [self._emulator_health(), health_of(self._quotes), *dashboard_health(self._dashboard)]

    def _emulator_health(self) -> ProcessHealth:
        """Return the emulator's health, of which it is a part that it keeps what happens."""
        health = health_of(self._emulator)
        problem = ministack.not_kept(self._port) if health.healthy else None
        return replace(health, healthy=False, detail=f"what happens is not kept: {problem}") if problem else health

    def reconcile(self, report: Report) -> Continuity:
        """Forget what Terraform remembers of an emulator that lost its state, and begin with an empty one."""
        if self._home.applying.exists() and not self._home.outputs.exists():
            report("the first `finpulse up` was cut short; provisioning from scratch")
            self._start_over(report)
            return Continuity.BROKEN
        before = self._remembered.instance
        inside = self._read_id(before)
        if before is not None and inside is not None and inside == before.emulator_id:
            self._remembered.keep(Instance(self._port, inside, stopped_well=False))
            return self._continuity(before, report)
        if has_resources(self._home.terraform_state) or before is not None or inside is not None:
            report(
                "the emulator does not hold the stack that Terraform remembers, so what else it holds is deleted; "
                "provisioning from scratch"
            )
            self._start_over(report)
        else:
            self._give_id()
        return Continuity.BROKEN

    def is_alive(self) -> bool:
        """Tell whether the emulator's process is there."""
        return running(self._home.pid_file("ministack")) is not None

    def has_died(self) -> bool:
        """Tell whether the emulator was killed; after `finpulse down` it is merely stopped."""
        return not self._stopped_well and self._home.outputs.exists() and not self.is_alive()

    @property
    def _stopped_well(self) -> bool:
        return self._remembered.instance is None or self._remembered.instance.stopped_well

    @cached_property
    def _emulator(self) -> Service:
        return emulator_service(self._home, self._port, self._place.access, self._context.environ)

    @cached_property
    def _quotes(self) -> Service:
        return quote_service(self._context, self._home, self._port)

    @cached_property
    def _dashboard(self) -> Service:
        return dashboard_beside(self._context, self._home, self._port)

    def _continuity(self, before: Instance, report: Report) -> Continuity:
        """Tell what became of the stack in an emulator that bears the id which it had `before`."""
        lost = bool(lost_in(self._home.state_dir))
        if not self.was_started:
            return Continuity.BROKEN if lost else Continuity.UNBROKEN
        if before.stopped_well and not lost:
            return Continuity.RESTORED
        report(brought_back(self._home.state_dir, stopped_well=before.stopped_well))
        return Continuity.BROKEN

    def _read_id(self, before: Instance | None) -> str | None:
        """Return the id in the emulator; put there again when it was lost with the service that keeps it."""
        ssm = self._place.clients.ssm
        inside = read_emulator_id(ssm)
        lost_with_its_service = self.was_started and "ssm" in lost_in(self._home.state_dir)
        if inside is None and lost_with_its_service and before is not None and before.emulator_id is not None:
            write_emulator_id(ssm, before.emulator_id)
            return before.emulator_id
        return inside

    def _require_saved_before(self) -> None:
        """Raise FailedError when the emulator that is not there any more did not save all it held."""
        if not self._stopped_well:
            raise ended_before(self._home)

    def _start_over(self, report: Report) -> None:
        """Begin with an empty emulator, and a Terraform that knows of nothing."""
        end_at_once(self._emulator, report)
        for folder in (self._home.state_dir, self._home.s3_dir):
            shutil.rmtree(folder, ignore_errors=True)
        forget_stack(self._home)
        self.start(report)
        self._give_id()

    def _give_id(self) -> None:
        self._remembered.give_id(self._place.clients.ssm, Instance(self._port))
