"""Athena, through the lake's workgroup only: it sets where results go, and how much a query may scan."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from lambdas.shared.query.execution import QueryRows, QueryState, QueryStatus, ResultColumn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_athena import AthenaClient
    from mypy_boto3_athena.type_defs import GetQueryResultsOutputTypeDef

_PAGE = 1000  # the most that Athena gives at once, its header row included


class AthenaQueries:
    """Queries of one workgroup; names without a database are those of `database`."""

    def __init__(self, client: AthenaClient, workgroup: str, database: str) -> None:
        self._client = client
        self._workgroup = workgroup
        self._database = database

    def start(self, sql: str) -> str:
        """Hand a query in; return its id. The caller has validated it (`lambdas.shared.query.validate`)."""
        answer = self._client.start_query_execution(
            QueryString=sql, WorkGroup=self._workgroup, QueryExecutionContext={"Database": self._database}
        )
        return answer["QueryExecutionId"]

    def status(self, query_id: str) -> QueryStatus | None:
        """Return how far it is; None for an id that is unknown, or of another workgroup."""
        try:
            execution = self._client.get_query_execution(QueryExecutionId=query_id)["QueryExecution"]
        except ClientError as error:
            if error.response["Error"]["Code"] == "InvalidRequestException":
                return None
            raise
        if execution.get("WorkGroup") != self._workgroup:
            return None
        status, figures = execution["Status"], execution.get("Statistics", {})
        return QueryStatus(
            state=QueryState(status["State"]),
            reason=status.get("StateChangeReason", ""),
            scanned_bytes=figures.get("DataScannedInBytes", 0),
            milliseconds=figures.get("TotalExecutionTimeInMillis", 0),
            submitted_at=status.get("SubmissionDateTime"),
            ended_at=status.get("CompletionDateTime"),
        )

    def rows(self, query_id: str, limit: int) -> QueryRows:
        """Return the first `limit` rows of a query that succeeded."""
        pages = self._pages(query_id)
        first = next(pages)
        info = first["ResultSet"]["ResultSetMetadata"]["ColumnInfo"]
        columns = tuple(ResultColumn(column["Name"], column["Type"]) for column in info)
        # The first row of the first page repeats the columns' names.
        found = list(islice(_texts(first, pages), 1, limit + 2))
        return QueryRows(columns, tuple(found[:limit]), cut=len(found) > limit)

    def stop(self, query_id: str) -> None:
        """Cancel a query; one that is over stays as it is."""
        self._client.stop_query_execution(QueryExecutionId=query_id)

    def _pages(self, query_id: str) -> Iterator[GetQueryResultsOutputTypeDef]:
        page = self._client.get_query_results(QueryExecutionId=query_id, MaxResults=_PAGE)
        yield page
        while token := page.get("NextToken"):
            page = self._client.get_query_results(QueryExecutionId=query_id, MaxResults=_PAGE, NextToken=token)
            yield page


def _texts(
    first: GetQueryResultsOutputTypeDef, more: Iterator[GetQueryResultsOutputTypeDef]
) -> Iterator[tuple[str | None, ...]]:
    for page in chain([first], more):
        yield from _rows(page)


def _rows(page: GetQueryResultsOutputTypeDef) -> Iterator[tuple[str | None, ...]]:
    for row in page["ResultSet"]["Rows"]:
        yield tuple(cell.get("VarCharValue") for cell in row["Data"])
