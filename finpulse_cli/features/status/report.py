"""Everything `finpulse status` tells about a target, as data."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime

from botocore.exceptions import ClientError

from finpulse_cli.core.errors import CliError
from finpulse_cli.features.status.lag import Lag, consumer_lag
from finpulse_cli.stack.health import Part, stack_parts
from finpulse_cli.stack.target import Capability, Target


@dataclass(frozen=True, slots=True)
class StatusReport:
    """State of a target. `lag` is None when it could not be measured."""

    target: str
    endpoint: str
    parts: list[Part]
    lag: list[Lag] | None
    capabilities: list[Capability]
    logs: dict[str, str] = field(default_factory=dict)

    @property
    def healthy(self) -> bool:
        """Whether every part is well."""
        return all(part.healthy for part in self.parts)

    def as_json(self) -> dict[str, object]:
        """The report as one JSON object."""
        return {"target": self.target, "healthy": self.healthy} | asdict(self)


def status_report(target: Target, now: datetime) -> StatusReport:
    """Ask every part of the target; what is down is reported as such and raises nothing."""
    processes = target.processes()
    parts = [Part(process.name, process.healthy, process.detail) for process in processes]
    lag = None
    if all(process.healthy for process in processes[:1]):  # the rest answers only while the emulator does
        more, lag = _stack(target, now)
        parts += more
    return StatusReport(
        target=target.name,
        endpoint=target.access.endpoint_url or f"AWS, {target.access.region}",
        parts=parts,
        lag=lag,
        capabilities=list(target.capabilities),
        logs={process.name: process.log for process in processes if process.log},
    )


def _stack(target: Target, now: datetime) -> tuple[list[Part], list[Lag] | None]:
    """The parts of the provisioned stack and its consumers' lag."""
    try:
        outputs = target.outputs()
    except CliError as error:
        return [Part("stack", healthy=False, detail=f"{error.message}: {error.next_action}")], None
    parts = stack_parts(target.clients, outputs, target.api_url(outputs), target.websocket_url(outputs))
    try:
        return parts, consumer_lag(target.clients, outputs, now)
    except ClientError:
        return parts, None  # its stream or table is missing, which their own rows say
