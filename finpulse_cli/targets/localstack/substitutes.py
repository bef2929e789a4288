"""What takes the place of services that a LocalStack was found to lack: the ticker, the gateway."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from finpulse_cli.core.console import Report
from finpulse_cli.core.context import Context
from finpulse_cli.daemon.service import Service, ensure_running, halt
from finpulse_cli.stack.outputs import StackOutputs
from finpulse_cli.stack.target import Place
from finpulse_cli.standins.api_gateway.gateway_service import gateway_service
from finpulse_cli.standins.scheduler.ticker_service import ticker_service
from finpulse_cli.targets.localstack.capabilities import ProbedCapabilities, require_capabilities
from finpulse_cli.targets.localstack.probes.scheduler_probe import SchedulerProbe

END_TIMEOUT_SECONDS = 5.0


class Substitutes:
    """Background processes of ours beside a LocalStack; `gateway_port` is for the one that serves a port."""

    def __init__(self, context: Context, place: Place, gateway_port: int) -> None:
        self._context = context
        self._home = place.home
        self._gateway_port = gateway_port
        self._scheduler_probe = SchedulerProbe(place.clients, context.clock)

    @property
    def all(self) -> tuple[Service, Service]:
        """Every process that there may be, needed or not."""
        return (self._ticker, self._gateway)

    def needed(self) -> list[Service]:
        """Return the processes for what LocalStack was found to lack."""
        found = ProbedCapabilities.load(self._home.capabilities)
        if found is None:
            return []
        return [*([] if found.fires else [self._ticker]), *([] if found.http_api else [self._gateway])]

    def begin_probe(self) -> None:
        """Begin to find out whether the Scheduler fires, if that is not known yet."""
        if require_capabilities(self._home).fires is None:
            self._scheduler_probe.begin()

    def end_probe(self, _outputs: StackOutputs, report: Report) -> None:
        """Find out whether the Scheduler fires: the first step after an apply."""
        found = ProbedCapabilities.load(self._home.capabilities)
        if found is not None and found.fires is None:
            replace(found, fires=self._scheduler_probe.fired(report)).save(self._home.capabilities)

    def run(self, _outputs: StackOutputs, report: Report) -> None:
        """Start what is needed and end what is not: the second step after an apply."""
        needed = self.needed()
        for service in self.all:
            if service in needed:
                ensure_running(service, report)
            else:
                halt(service, report, END_TIMEOUT_SECONDS)  # an earlier LocalStack could do less

    def tell(self, outputs: StackOutputs, report: Report) -> None:
        """Say that the HTTP API is served from here where that is so."""
        if outputs.api_id is None:
            report("this LocalStack has no HTTP API: `finpulse` serves api_handler itself")

    @cached_property
    def _ticker(self) -> Service:
        return ticker_service(self._context.project, self._home, self._context.environ)

    @cached_property
    def _gateway(self) -> Service:
        return gateway_service(self._context.project, self._home, self._context.environ, self._gateway_port)
