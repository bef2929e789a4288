"""Everything `finpulse status` tells about a target, as data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime

from botocore.exceptions import ClientError

from finpulse_cli.core.errors import CliError
from finpulse_cli.features.status.lag import Lag, consumer_lag
from finpulse_cli.stack.parts import Part, place_parts
from finpulse_cli.stack.target import Capability, Place, ProcessHealth


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
        """Return the report as one JSON object."""
        return {"target": self.target, "healthy": self.healthy} | asdict(self)


def status_report(
    place: Place, processes: Sequence[ProcessHealth], capabilities: Sequence[Capability], now: datetime
) -> StatusReport:
    """Ask every part of the stack at a place; what is down is reported as such and raises nothing.

    `processes` are those that it rests on, the one that plays AWS first; `capabilities` what the target can do.
    """
    parts = [Part(process.name, process.healthy, process.detail) for process in processes]
    lag = None
    if all(process.healthy for process in processes[:1]):  # the rest answers only while the emulator does
        more, lag = _stack(place, now)
        parts += more
    return StatusReport(
        target=place.name,
        endpoint=place.access.endpoint_url or f"AWS, {place.access.region}",
        parts=parts,
        lag=lag,
        capabilities=list(capabilities),
        logs={process.name: process.log for process in processes if process.log},
    )


def _stack(place: Place, now: datetime) -> tuple[list[Part], list[Lag] | None]:
    """Return the parts of the provisioned stack and its consumers' lag."""
    try:
        outputs = place.outputs()
    except CliError as error:
        return [Part("stack", healthy=False, detail=f"{error.message}: {error.next_action}")], None
    parts = place_parts(place, outputs)
    try:
        return parts, consumer_lag(place.clients, outputs, now)
    except ClientError:
        return parts, None  # its stream or table is missing, which their own rows say
