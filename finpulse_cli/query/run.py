"""Asks the lake of a stack on behalf of a command: checks the SQL, shows a spinner, waits."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from finpulse_cli import console
from finpulse_cli.errors import UsageError
from finpulse_cli.query.ask import Answer, Asking
from finpulse_cli.query.show import progress_line
from finpulse_cli.readers.opening import utc_now
from lambdas.shared.adapters.athena_queries import AthenaQueries
from lambdas.shared.errors import QueryRefusedError
from lambdas.shared.query.execution import QueryStatus
from lambdas.shared.query.validate import Lake, require_select

if TYPE_CHECKING:
    from mypy_boto3_athena import AthenaClient

    from finpulse_cli.provisioning.stack import StackOutputs

PATIENCE_SECONDS = 120.0


def ask_lake(sql: str, client: AthenaClient, stack: StackOutputs, limit: int) -> Answer:
    """The first `limit` rows of a SELECT. Raises UsageError for any other SQL, and what `Asking.ask` raises."""
    try:
        require_select(sql, Lake(stack.glue_database, frozenset({stack.glue_table})))
    except QueryRefusedError as error:
        raise UsageError(f"the query is refused: {error}", "see working ones with `finpulse query --list`") from error
    athena = AthenaQueries(client, stack.athena_workgroup, stack.glue_database)
    with console.stderr().status("asking Athena") as spinner:

        def show(status: QueryStatus, seconds: float) -> None:
            spinner.update(progress_line(status, seconds))

        return Asking(athena, utc_now, time.sleep, show, limit, PATIENCE_SECONDS).ask(sql)
