"""POST /query, GET and DELETE /query/{id}: SQL over the lake, for who has the token."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from lambdas.api_handler.bodies import read_sql
from lambdas.api_handler.results import bounded
from lambdas.shared.errors import RequestError
from lambdas.shared.query.execution import QueryState, QueryStatus
from lambdas.shared.query.validate import require_select

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from lambdas.api_handler.call import Call
    from lambdas.api_handler.payloads import QueryPayload, QueryStartedPayload
    from lambdas.shared.query.execution import QueryRows

FEWER_DAYS = "ask for fewer days, for example WHERE year = 2026 AND month = 11 AND day = 20"


def start_query(call: Call) -> QueryStartedPayload:
    """Hand one SELECT over the table raw_events to Athena; its answer is at /query/{id} when it is ready."""
    sql = read_sql(call.body)
    require_select(sql, call.services.lake)
    try:
        return {"id": call.services.require_sql().queries().start(sql)}
    except ClientError as error:
        raise _refused(error) from error


def get_query(call: Call) -> QueryPayload:
    """Return how far a query is, and its first rows once it is done; one that runs for too long is cancelled."""
    status = _known(call)
    if not status.state.is_over and _has_outlived(status, call.now, call.services.require_sql().time_limit):
        status = _stopped(call, status)
    return _payload(call, status)


def cancel_query(call: Call) -> QueryPayload:
    """Cancel a query; one that is over stays as it is, but its rows are not told."""
    status = _known(call)
    if not status.state.is_over:
        status = _stopped(call, status)
    return _payload(call, status, with_rows=False)


def _known(call: Call) -> QueryStatus:
    """`RequestError` 404 for an id that is not one of this workgroup's queries."""
    try:
        status = call.services.require_sql().queries().status(call.query_id)
    except ClientError as error:
        # so Athena answers for a query of another workgroup, of which this API knows nothing
        if _code(error) != "AccessDeniedException":
            raise
        status = None
    if status is None:
        raise RequestError(404, "unknown_query", "there is no such query")
    return status


def _stopped(call: Call, status: QueryStatus) -> QueryStatus:
    """Return what Athena will soon say of it."""
    call.services.require_sql().queries().stop(call.query_id)
    return replace(status, state=QueryState.CANCELLED, reason="the query was cancelled", ended_at=call.now)


def _rows(call: Call) -> QueryRows:
    try:
        return call.services.require_sql().queries().rows(call.query_id, call.numbers["limit"])
    except ClientError as error:
        if _code(error) != "InvalidRequestException":
            raise
        # The lake forgets results after a week, Athena its queries after 45 days.
        raise RequestError(404, "result_gone", "the result is not kept any more; run the query again") from error


def _payload(call: Call, status: QueryStatus, *, with_rows: bool = True) -> QueryPayload:
    payload: QueryPayload = {
        "id": call.query_id,
        "state": status.state.value,
        "reason": _reason(status, call.services.require_sql().time_limit),
        "scanned_bytes": status.scanned_bytes,
        "usd": status.usd,
        "milliseconds": status.milliseconds,
        "columns": [],
        "rows": [],
        "cut": False,
    }
    if with_rows and status.state is QueryState.SUCCEEDED:
        found = _rows(call)
        payload["columns"] = [{"name": column.name, "type": column.type} for column in found.columns]
        payload["rows"], payload["cut"] = bounded(found)
    return payload


def _reason(status: QueryStatus, limit: timedelta) -> str | None:
    """Return why there is no result, in words that lead on; None while there may be one."""
    if status.state not in (QueryState.FAILED, QueryState.CANCELLED):
        return None
    told = status.reason.strip()
    if "scanned limit" in told:
        return f"the query would read more than is allowed ({told}); {FEWER_DAYS}"
    if status.state is QueryState.CANCELLED and _has_outlived(status, status.ended_at, limit):
        return f"the query ran longer than {limit.total_seconds():.0f} s and was cancelled; {FEWER_DAYS}"
    return told or "Athena gives no reason"


def _has_outlived(status: QueryStatus, until: datetime | None, limit: timedelta) -> bool:
    return status.submitted_at is not None and until is not None and until - status.submitted_at > limit


def _refused(error: ClientError) -> Exception:
    """Return the error of a refusal: what Athena refuses at once is the client's; anything else is not."""
    code, told = _code(error), error.response.get("Error", {}).get("Message", "")
    if code == "InvalidRequestException":
        return RequestError(400, "query_refused", f"Athena refuses the query: {told}")
    if code == "TooManyRequestsException":
        return RequestError(429, "too_many_queries", "too many queries run already; try again in a moment")
    return error


def _code(error: ClientError) -> str:
    return error.response.get("Error", {}).get("Code", "")
