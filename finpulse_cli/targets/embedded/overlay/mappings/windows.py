"""Tumbling windows: a function's state over the records that arrived within a span of time.

https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-windows.html. Where AWS does not say: windows begin at
whole multiples of their length since 1970, one that saw no record is not called for, and its last call has no records.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from finpulse_cli.targets.embedded.overlay.mappings.records import Source

STATE_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Window:
    """One window: from `start`, epoch seconds, for `seconds`; `state` is what the function returned last."""

    start: int
    seconds: int
    state: Any = field(default_factory=dict)

    @staticmethod
    def around(arrived: float, seconds: int) -> Window:
        """Return the window that a record which arrived then belongs to."""
        return Window(int(arrived // seconds) * seconds, seconds)

    @property
    def end(self) -> int:
        """The moment it is over, epoch seconds."""
        return self.start + self.seconds

    @property
    def is_too_large(self) -> bool:
        """Whether the state is larger than Lambda keeps, so that the window ends early."""
        return len(json.dumps(self.state).encode()) > STATE_BYTES

    def after(self, answer: Any) -> Window | None:
        """Return the window with the state of an answer; None when it has none, which fails the invocation."""
        if not isinstance(answer, Mapping) or "state" not in answer:
            return None
        return replace(self, state=answer["state"])

    def around_event(self, event: Mapping[str, Any], source: Source, *, final: bool, early: bool) -> dict[str, Any]:
        """Return the event with the members that a window adds."""
        return {
            **event,
            "window": {"start": _moment(self.start), "end": _moment(self.end)},
            "state": self.state,
            "shardId": source.shard_id,
            "eventSourceARN": source.stream_arn,
            "isFinalInvokeForWindow": final,
            "isWindowTerminatedEarly": early,
        }


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
