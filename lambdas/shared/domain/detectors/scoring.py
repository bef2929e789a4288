"""The interface of a detector: pure scores of the events of one series, one after the other.

A detector has settings and no memory; what it remembers of a series is its state, a value. So a state may be kept,
put away between any two events, or tried with an event that never came.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    from decimal import Decimal

    from lambdas.shared.domain.event import PriceEvent
    from lambdas.shared.domain.zscore import Score

State = TypeVar("State")


class Scale(StrEnum):
    """The time over which a price has moved, for a detector that knows several."""

    ONE_MINUTE = "1m"
    FIVE_MINUTES = "5m"
    FIFTEEN_MINUTES = "15m"
    OVERNIGHT = "overnight"


class Limits(NamedTuple):
    """The sizes of `Score.z`, both exclusive, beyond which a price is an anomaly, and one of severity HIGH."""

    anomaly_above: float
    high_above: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a score rests on: the price against what was expected of it, and the prices before it, oldest first.

    `limits` are those that held at this event; `scale` is None for a detector that has one only.
    """

    score: Score
    window: tuple[Decimal, ...]
    limits: Limits
    scale: Scale | None = None


class Detector(Protocol[State]):
    """One way to tell an unusual price. Events come in the order of the stream, none twice, none late."""

    @property
    def name(self) -> str:
        """The name under which its anomalies are stored."""

    def initial(self) -> State:
        """Return the state of a series that has no events yet."""

    def score(self, state: State, event: PriceEvent) -> tuple[State, float | None, Evidence | None]:
        """Return the state after the event, the event's score, and what it rests on.

        A score is zero or more, the higher the less usual. It is None while too little is known; a detector that was
        told a limit may give None for a score within it as well, and gives the evidence of none but those beyond.
        """

    def write(self, state: State) -> str:
        """Return a state as text, to be kept; equal states give equal texts."""

    def read(self, text: str) -> State:
        """Return the state that a text holds; ValueError for what this version cannot read."""
