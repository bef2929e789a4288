"""What Terraform says about the applied stack: its outputs, typed, and kept in the target's home."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from finpulse_cli.errors import CliError, FailedError, MissingError

_NEXT = "run `finpulse up`"


@dataclass(frozen=True, slots=True)
class StackOutputs:
    """Terraform's outputs: names, addresses and identifiers of the stack's resources.

    `tables` and `functions` map the stack's own names (`live_prices`, `data_ingester`) to the names on the target;
    `log_groups` has the keys of `functions`. `alert_inbox_url` is None when the stack has no inbox,
    `query_token_parameter` when an older FinPulse made it.
    `interval_seconds` is how often the schedule asks for quotes.
    """

    region: str
    stream_name: str
    shard_count: int
    tables: dict[str, str]
    lake_bucket: str
    alert_topic_arn: str
    alert_inbox_url: str | None
    functions: dict[str, str]
    log_groups: dict[str, str]
    api_id: str
    api_url: str
    websocket_api_id: str
    websocket_url: str
    firehose_name: str
    schedule_name: str
    glue_database: str
    glue_table: str
    athena_workgroup: str
    query_token_parameter: str | None
    symbols: list[str]
    interval_seconds: int

    @classmethod
    def parse(cls, values: Mapping[str, object]) -> StackOutputs:
        """Outputs by name -> StackOutputs; further outputs are ignored. Raises FailedError when one is missing."""
        names = [field.name for field in fields(cls)]
        # Terraform leaves an output whose value is null out of its list.
        complete = {"alert_inbox_url": None, "query_token_parameter": None} | dict(values)
        missing = [name for name in names if name not in complete]
        if missing:
            raise FailedError(f"the Terraform stack has no output {', '.join(missing)}", _NEXT)
        return cls(**{name: complete[name] for name in names})  # type: ignore[arg-type]


def save_outputs(path: Path, values: Mapping[str, object]) -> None:
    """Keep the outputs of an apply that went through."""
    scratch = path.with_name(path.name + ".tmp")
    scratch.write_text(json.dumps(values, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    scratch.replace(path)


def load_outputs(path: Path) -> StackOutputs:
    """The outputs kept by the last apply. Raises MissingError when nothing was provisioned."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise MissingError("nothing is provisioned on this target", _NEXT) from error
    except ValueError as error:
        raise FailedError(f"{path} is damaged", _NEXT) from error
    return StackOutputs.parse(values)


def outputs_before(path: Path) -> StackOutputs | None:
    """The outputs of the apply before this one; None where there are none, or another version of FinPulse kept them."""
    try:
        return load_outputs(path)
    except CliError:
        return None
