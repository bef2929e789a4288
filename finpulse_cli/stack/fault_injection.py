"""Faults that a target injects between its functions and its services, and the part of a target that does it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager

SERVICES = ("dynamodb", "s3", "sns")
"""What consumers call, by the names that requests are signed for."""


@dataclass(frozen=True, slots=True)
class Outage:
    """How long a service refuses everything, from the first call on: `seconds`, or that many `calls`."""

    seconds: float = 0.0
    calls: int = 0


@dataclass(frozen=True, slots=True)
class Faults:
    """What is injected. Shares are between 0 and 1, by service; `crashes` are a number of records by function.

    The n-th call of a function to a service meets the same fault for the same `seed`, whatever others do meanwhile.
    """

    seed: int
    throttle: Mapping[str, float] = field(default_factory=dict)
    lost_answer: Mapping[str, float] = field(default_factory=dict)
    outage: Mapping[str, Outage] = field(default_factory=dict)
    redeliver: float = 0.0
    crashes: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is injected."""
        return not (self.throttle or self.lost_answer or self.outage or self.redeliver or self.crashes)

    def to_json(self) -> str:
        """Return it as JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: bytes | str) -> Faults:
        """Parse what `to_json` returned. Raises ValueError, LookupError or TypeError for anything else."""
        values: dict[str, Any] = json.loads(text)
        outages = {service: Outage(**found) for service, found in values.pop("outage").items()}
        return cls(outage=outages, **values)


@dataclass(frozen=True, slots=True)
class Injected:
    """What has been injected so far: `counts` by the fault as a user names it, such as `throttle=dynamodb`.

    `may_double` is how many e-mails may go out twice: answers lost at Publish, and processes killed between an e-mail
    and its note. `is_busy` tells whether a batch is still at some function, or to come again.
    """

    counts: Mapping[str, int]
    may_double: int
    is_busy: bool


class Injection(Protocol):
    """Faults that are being injected."""

    def so_far(self) -> Injected:
        """Return what has been injected. Raises CliError."""


class FaultInjector(Protocol):
    """Injects faults on a target."""

    def inject(self, faults: Faults) -> AbstractContextManager[Injection]:
        """Inject them until the context is left, or this process ends. Raises CliError, also where others are on."""

    def kill(self) -> None:
        """Kill what plays AWS there as a crash would, and wait until it is gone. Raises CliError where nothing runs."""


def draw(seed: int, *place: object) -> float:
    """Return a number from 0 to below 1 that depends on the seed and the place alone."""
    return Random(f"{seed}/{'/'.join(map(str, place))}").random()  # noqa: S311 - faults, not secrets
