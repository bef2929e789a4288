"""What Terraform says about the applied stack: its outputs, typed, and kept in the target's home."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import CliError, FailedError, MissingError, to_run
from finpulse_cli.core.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_NEXT = to_run("up")
_OPTIONAL = (
    "alert_inbox_url", "api_id", "api_url", "websocket_api_id", "websocket_url", "athena_workgroup",
    "query_token_parameter", "dashboard_bucket", "dashboard_distribution_id", "dashboard_url",
    "webhooks",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StackOutputs:
    """Terraform's outputs: names, addresses and identifiers of the stack's resources.

    `tables` and `functions` map the stack's own names (`live_prices`, `data_ingester`) to the names on the target;
    `log_groups` has the keys of `functions`. None stands for what the stack has not: `alert_inbox_url` for the inbox,
    `api_id` and `api_url` for the HTTP API, `websocket_api_id` and `websocket_url` for the push API,
    `athena_workgroup` and `query_token_parameter` for Athena. `dashboard_*` are None where nothing is hosted.
    `api_routes` are API Gateway's route keys. `event_columns` have a name, a Hive type and a comment each.
    `interval_seconds` lie between two quotes, of whichever symbol; `exchange_hours` are `nyse` or `always`. `webhooks`
    have, by their names, a `format`, a `queue_url` and an `undelivered_url`.
    """

    account: str
    region: str
    stream_name: str
    shard_count: int
    tables: dict[str, str]
    lake_bucket: str
    alert_topic_arn: str
    alert_inbox_url: str | None
    functions: dict[str, str]
    log_groups: dict[str, str]
    api_id: str | None
    api_url: str | None
    api_routes: list[str]
    cors_origins: list[str]
    websocket_api_id: str | None
    websocket_url: str | None
    firehose_name: str
    schedule_name: str
    schedule_enabled: bool
    glue_database: str
    glue_table: str
    event_columns: list[dict[str, str]]
    athena_workgroup: str | None
    query_token_parameter: str | None
    dashboard_bucket: str | None
    dashboard_distribution_id: str | None
    dashboard_url: str | None
    symbols: list[str]
    interval_seconds: int
    exchange_hours: str
    webhooks: dict[str, dict[str, str]] | None = None

    @classmethod
    def parse(cls, values: Mapping[str, object]) -> StackOutputs:
        """Parse outputs by name; further outputs are ignored. Raises FailedError when one is missing."""
        names = [field.name for field in fields(cls)]
        # Terraform leaves an output whose value is null out of its list.
        complete = dict.fromkeys(_OPTIONAL) | dict(values)
        missing = [name for name in names if name not in complete]
        if missing:
            raise FailedError(f"the Terraform stack has no output {', '.join(missing)}", _NEXT)
        return cls(**{name: complete[name] for name in names})  # type: ignore[arg-type]


def save_outputs(path: Path, values: Mapping[str, object]) -> None:
    """Keep the outputs of an apply that went through."""
    write_atomically(path, json.dumps(values, indent=2, sort_keys=True) + "\n")


def load_outputs(path: Path) -> StackOutputs:
    """Load the outputs kept by the last apply. Raises MissingError when nothing was provisioned."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise MissingError("nothing is provisioned on this target", _NEXT) from error
    except ValueError as error:
        raise FailedError(f"{path} is damaged", _NEXT) from error
    return StackOutputs.parse(values)


def outputs_before(path: Path) -> StackOutputs | None:
    """Return the outputs of the apply before this one; None without, or where another version of FinPulse kept them."""
    try:
        return load_outputs(path)
    except CliError:
        return None
