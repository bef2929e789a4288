"""What probes found out about a LocalStack, kept for as long as that LocalStack runs."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import FailedError, to_run
from finpulse_cli.stack.target import Capability

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from finpulse_cli.core.paths import TargetHome


@dataclass(frozen=True, slots=True)
class ProbedCapabilities:
    """Results of the probes on the LocalStack of one `session`. `fires` is None until its minute is over.

    `make` is its name: LocalStack's own or a fork's. `answers_sql`: a query in its Athena ends well.
    """

    make: str
    session: str
    version: str
    http_api: bool
    answers_sql: bool
    enforces_iam: bool
    delivers: bool
    compresses: bool
    evaluates_dates: bool
    fires: bool | None

    @property
    def athena(self) -> bool:
        """Whether its Athena answers over the lake: the table's partitions are the dates of Firehose's keys."""
        return self.answers_sql and self.delivers and self.evaluates_dates

    @classmethod
    def load(cls, path: Path) -> ProbedCapabilities | None:
        """Load the kept results; None when there are none, or they are another version's."""
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            return cls(**{field.name: kept[field.name] for field in fields(cls)})
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def save(self, path: Path) -> None:
        """Keep the results."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")

    def capabilities(self) -> tuple[Capability, ...]:
        """Return each capability for people, with what takes its place."""
        return tuple(self._capabilities())

    def _capabilities(self) -> Iterator[Capability]:
        yield Capability(
            "IAM",
            self.enforces_iam,
            "enforced" if self.enforces_iam else "not enforced: a missing permission shows on the embedded target only",
        )
        yield _scheduler(self.fires)
        yield Capability(
            "HTTP API",
            self.http_api,
            "answers" if self.http_api else "missing; `finpulse` serves api_handler itself, in the same payload format",
        )
        yield Capability("WebSocket API", native=False, detail="not used on this target; the dashboard polls")
        yield Capability(
            "Athena",
            self.athena,
            "answers"
            if self.athena
            else f"{_lack(self)}; `finpulse query` runs the same SQL over the same objects with DuckDB",
        )
        yield Capability("SNS e-mail", native=False, detail="not sent; an inbox queue on the topic takes its place")
        yield _firehose(self)


def _lack(found: ProbedCapabilities) -> str:
    if found.answers_sql:
        return "not used, its table would miss objects without dates in their keys"
    return "answers no query"


def _scheduler(fires: bool | None) -> Capability:
    if fires is None:
        return Capability("EventBridge Scheduler", native=False, detail="not known yet; `finpulse up` finds out")
    detail = "fires" if fires else "stores schedules and never fires; `finpulse` ticks the ingester in its place"
    return Capability("EventBridge Scheduler", fires, detail)


def _firehose(found: ProbedCapabilities) -> Capability:
    if not found.delivers:
        return Capability("Firehose", native=False, detail="delivered nothing within 15 s when it was tried")
    lacks = [
        *([] if found.compresses else ["does not compress"]),
        *([] if found.evaluates_dates else ["keeps date expressions in keys literally, which `tail` and `query` read"]),
    ]
    return Capability("Firehose", native=not lacks, detail="; ".join(lacks) or "delivers, compresses, dates its keys")


def require_capabilities(home: TargetHome) -> ProbedCapabilities:
    """Return what the probes found. Raises FailedError where none were made."""
    if (found := ProbedCapabilities.load(home.capabilities)) is None:
        raise FailedError("what LocalStack can do was never tried", to_run("up --target localstack"))
    return found
