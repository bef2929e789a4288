"""What a use case has done with a batch of events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


class Outcome(dict[str, Any]):
    """The facts that the log tells, and `refused`: why an event could not be taken, by its id.

    Such events go to quarantine with their records, as what can never be an event does; the rest of the batch is done.
    """

    def __init__(self, facts: Mapping[str, Any], refused: Mapping[str, str]) -> None:
        super().__init__(facts)
        self.refused = refused
