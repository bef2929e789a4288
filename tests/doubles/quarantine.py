"""The quarantine in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.doubles.steps import never_fails

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lambdas.shared.wire.kinesis_records import StreamRecord
    from tests.doubles.steps import Step


class MemoryQuarantine:
    """Implements `ports.QuarantineStore`; `kept` maps consumer, shard and sequence number to record and reason."""

    def __init__(self, step: Step = never_fails) -> None:
        self.kept: dict[tuple[str, str, str], tuple[StreamRecord, str]] = {}
        self._step = step

    @property
    def reasons(self) -> list[str]:
        """Why each record is here."""
        return [reason for _, reason in self.kept.values()]

    def keep(self, consumer: str, rejected: Sequence[tuple[StreamRecord, str]]) -> None:
        """Keeps the records with their reasons."""
        if not rejected:
            return
        self._step("quarantine.put")
        for record, reason in rejected:
            self.kept[consumer, record.shard_id, record.sequence_number] = (record, reason)
        self._step("quarantine.kept")
