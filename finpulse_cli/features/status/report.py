"""Everything `finpulse status` tells about a target, as data."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, TypeVar

from botocore.exceptions import ClientError

from finpulse_cli.core.errors import CliError
from finpulse_cli.features.status.lag import Lag, consumer_lag
from finpulse_cli.features.status.requests_today import RequestsToday, requests_today
from finpulse_cli.stack.alarms import alarm_prefix, alarm_states
from finpulse_cli.stack.parts import Part, place_parts
from lambdas.shared.domain.timestamps import format_timestamp

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from finpulse_cli.stack.outputs import StackOutputs
    from finpulse_cli.stack.target import Capability, Place, ProcessHealth

Asked = TypeVar("Asked")


@dataclass(frozen=True, slots=True)
class StatusReport:
    """State of a target. `lag`, `alarms` and `requests` are None when they could not be asked for.

    `folder` is where all lies that is kept for it here. `alarms` are those in state ALARM. They say that something went
    wrong, not that a part is down.
    """

    target: str
    endpoint: str
    parts: list[Part]
    lag: list[Lag] | None
    capabilities: list[Capability]
    logs: dict[str, str] = field(default_factory=dict)
    alarms: list[dict[str, str]] | None = None
    folder: str = ""
    requests: list[RequestsToday] | None = None

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
    lag, alarms, requests = None, None, None
    if all(process.healthy for process in processes[:1]):  # the rest answers only while the emulator does
        more, lag, alarms, requests = _stack(place, now)
        parts += more
    return StatusReport(
        target=place.name,
        endpoint=place.access.endpoint_url or f"AWS, {place.access.region}",
        parts=parts,
        lag=lag,
        capabilities=list(capabilities),
        logs={process.name: process.log for process in processes if process.log},
        alarms=alarms,
        folder=str(place.home.root),
        requests=requests,
    )


Alarms = list[dict[str, str]]
Found = tuple[list[Part], list[Lag] | None, Alarms | None, list[RequestsToday] | None]


def _stack(place: Place, now: datetime) -> Found:
    """Return the parts of the provisioned stack, its consumers' lag, the alarms that fire, and today's requests."""
    try:
        outputs = place.outputs()
    except CliError as error:
        return [Part("stack", healthy=False, detail=f"{error.message}: {error.next_action}")], None, None, None
    parts = place_parts(place, outputs)
    # what a stream or table that is missing refuses, their own rows say
    lag = _unless_refused(lambda: consumer_lag(place.clients, outputs, now))
    requests = _unless_refused(lambda: requests_today(place.clients, outputs, now))
    return parts, lag, _unless_refused(lambda: _firing(place, outputs)), requests


def _firing(place: Place, outputs: StackOutputs) -> Alarms:
    states = alarm_states(place.clients.cloudwatch, alarm_prefix(outputs))
    return [
        {"alarm": it.name, "state": it.state, "since": format_timestamp(it.at), "reason": it.reason}
        for it in states
        if it.state == "ALARM"
    ]


def _unless_refused(ask: Callable[[], Asked]) -> Asked | None:
    try:
        return ask()
    except ClientError:
        return None
