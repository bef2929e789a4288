"""session_starts in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.doubles.expiry import Expiry
from tests.doubles.steps import never_fails

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from lambdas.shared.domain.day_total import SessionKey
    from lambdas.shared.domain.session_span import SessionSpan
    from tests.doubles.steps import Step

KEPT_DAYS = 30


class MemorySessionStartStore:
    """Implements `ports.SessionStartStore`; `starts` is what stands in the table."""

    def __init__(self, step: Step = never_fails) -> None:
        self.starts: dict[SessionKey, SessionSpan] = {}
        self._expiry = Expiry["SessionKey"](KEPT_DAYS)
        self._step = step

    def load(self, keys: Collection[SessionKey], now: datetime) -> dict[SessionKey, SessionSpan]:
        """The spans that are known."""
        self._step("starts.read")
        return {key: self.starts[key] for key in keys if key in self.starts and self._expiry.is_alive(key, now)}

    def save(self, spans: Mapping[SessionKey, SessionSpan], written_at: datetime) -> None:
        """Writes the spans; a failure leaves the rest unwritten."""
        for key, span in spans.items():
            self._step("starts.write")
            self.starts[key] = span
            self._expiry.note(key, key[0], written_at)
        self._step("starts.written")
