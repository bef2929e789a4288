"""Whether Athena answers a query: one that reads no table is asked, with a bucket of the probe's own for its result."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from finpulse_cli.core.wait import wait_until

if TYPE_CHECKING:
    from finpulse_cli.stack.clients import Clients

_BUCKET = "finpulse-probe-athena"
_TIMEOUT_SECONDS = 30.0
Wait = Callable[[Callable[[], bool], float], bool]


def answers_sql(clients: Clients, wait: Wait = wait_until) -> bool:
    """Return whether a query ends well in time, and the Glue catalogue, which the lake's table is in, is there."""
    try:
        _remove(clients)
        clients.glue.get_databases()
        clients.s3.create_bucket(Bucket=_BUCKET)
        return _ends_well(clients, wait)
    except (ClientError, BotoCoreError):
        return False
    finally:
        with suppress(ClientError, BotoCoreError):
            _remove(clients)


def _ends_well(clients: Clients, wait: Wait) -> bool:
    started = clients.athena.start_query_execution(
        QueryString="SELECT 1", ResultConfiguration={"OutputLocation": f"s3://{_BUCKET}/"}
    )
    query = started["QueryExecutionId"]

    def state() -> str:
        return clients.athena.get_query_execution(QueryExecutionId=query)["QueryExecution"]["Status"]["State"]

    return wait(lambda: state() not in ("QUEUED", "RUNNING"), _TIMEOUT_SECONDS) and _is_one(clients, query)


def _is_one(clients: Clients, query: str) -> bool:
    """Return whether the result is a row of 1; the row above it names the column."""
    rows = clients.athena.get_query_results(QueryExecutionId=query)["ResultSet"]["Rows"]
    return [[cell.get("VarCharValue") for cell in row["Data"]] for row in rows[1:]] == [["1"]]


def _remove(clients: Clients) -> None:
    """Remove the probe's bucket, also one that an interrupted probe has left."""
    with suppress(ClientError):
        for entry in clients.s3.list_objects_v2(Bucket=_BUCKET).get("Contents", []):
            clients.s3.delete_object(Bucket=_BUCKET, Key=entry["Key"])
        clients.s3.delete_bucket(Bucket=_BUCKET)
