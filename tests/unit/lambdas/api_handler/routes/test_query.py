from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal

import pytest

from lambdas.shared.query.execution import QueryRows, QueryState, ResultColumn
from tests.doubles.api_services import NOW, ApiReply, ApiServices
from tests.doubles.memory_athena import ID, TIME_LIMIT, MemoryAthena, refusal, status

SQL = "SELECT count(*) AS n FROM raw_events"
ROWS = QueryRows((ResultColumn("n", "bigint"),), (("7",), (None,)), cut=True)
SECOND = timedelta(seconds=1)
REQUESTS = [("POST", "/query"), ("GET", f"/query/{ID}"), ("GET", "/query/other"), ("DELETE", f"/query/{ID}")]


def ask(api: ApiServices, sql: str = SQL) -> ApiReply:
    return api.query("POST", "/query", json.dumps({"sql": sql}))


def holding(state: QueryState, reason: str = "", result: QueryRows = ROWS) -> ApiServices:
    return ApiServices(athena=MemoryAthena({ID: status(state, reason)}, result))


@pytest.mark.parametrize(("method", "path"), REQUESTS)
@pytest.mark.parametrize("header", [None, "Bearer wrong", "Basic YTph", "Bearer"])
def test_without_the_token_everything_is_the_same_401(method: str, path: str, header: str | None) -> None:
    api = holding(QueryState.SUCCEEDED)
    reply = api.get(path, "no=such", method, headers={"Authorization": header} if header else {}, body="{")
    assert (reply.status, reply.body) == (401, {"error": "this needs the API's token", "code": "unauthorized"})
    assert reply.headers == {
        "content-type": "application/json",
        "cache-control": "no-store",
        "www-authenticate": "Bearer",
    }
    assert api.athena.asked == []


@pytest.mark.parametrize(("method", "path"), REQUESTS)
def test_a_stack_without_athena_says_so(method: str, path: str) -> None:
    reply = ApiServices(has_sql=False).query(method, path, json.dumps({"sql": SQL}))
    assert (reply.status, reply.body["code"]) == (404, "no_sql")


def test_a_query_is_handed_in() -> None:
    api = ApiServices()
    reply = ask(api)
    assert (reply.status, reply.body, api.athena.asked) == (202, {"id": ID}, [SQL])
    assert reply.headers == {"content-type": "application/json", "cache-control": "no-store"}


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("", "empty"),
        ("DROP TABLE raw_events", "only SELECT"),
        ("SELECT 1; SELECT 2", "one statement"),
        ("SELECT 1 -- hidden", "comments"),
        ("SELECT 1 /* hidden */", "comments"),
        ("SELECT * FROM other.raw_events", "not a table of the lake"),
        ("SELECT * FROM information_schema.tables", "not a table of the lake"),
        ("SELECT '" + "x" * 10_000 + "'", "longer than"),
    ],
)
def test_what_is_not_one_select_over_the_lake_never_reaches_athena(sql: str, reason: str) -> None:
    api = ApiServices()
    reply = ask(api, sql)
    assert (reply.status, reply.body["code"], api.athena.asked) == (400, "query_refused", [])
    assert reason in reply.body["error"]


@pytest.mark.parametrize("body", [None, "", "SELECT 1", '{"query": "SELECT 1"}'])
def test_another_body_is_refused(body: str | None) -> None:
    reply = ApiServices().query("POST", "/query", body)
    assert (reply.status, reply.body["code"]) == (400, "invalid_body")


def test_what_athena_refuses_at_once_is_told() -> None:
    reply = ask(
        ApiServices(athena=MemoryAthena(refuses=refusal("InvalidRequestException", "line 1:8: mismatched input")))
    )
    assert (reply.status, reply.body["code"]) == (400, "query_refused")
    assert "line 1:8" in reply.body["error"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [("TooManyRequestsException", 429), ("AccessDeniedException", 503), ("InternalServerException", 503)],
)
def test_what_is_nobodys_mistake_is_told_apart(code: str, expected: int) -> None:
    assert ask(ApiServices(athena=MemoryAthena(refuses=refusal(code)))).status == expected


def test_a_result_has_columns_rows_and_what_it_cost() -> None:
    api = holding(QueryState.SUCCEEDED)
    assert api.query("GET", f"/query/{ID}", query="limit=2").body == {
        "id": ID,
        "state": "SUCCEEDED",
        "reason": None,
        "scanned_bytes": 1_000,
        "usd": Decimal("0.00005"),
        "milliseconds": 400,
        "columns": [{"name": "n", "type": "bigint"}],
        "rows": [["7"], [None]],
        "cut": True,
    }
    assert api.athena.limits == [2]


@pytest.mark.parametrize("state", [QueryState.QUEUED, QueryState.RUNNING])
def test_a_query_at_work_has_no_rows_so_far(state: QueryState) -> None:
    body = holding(state).query("GET", f"/query/{ID}").body
    assert (body["state"], body["reason"], body["columns"], body["rows"]) == (state.value, None, [], [])


@pytest.mark.parametrize(
    ("state", "told", "words"),
    [
        (QueryState.FAILED, "COLUMN_NOT_FOUND: line 1:8", "COLUMN_NOT_FOUND: line 1:8"),
        (QueryState.FAILED, "", "no reason"),
        (QueryState.CANCELLED, "Query was cancelled by user", "cancelled by user"),
        (QueryState.CANCELLED, "Bytes scanned limit was exceeded", "more than is allowed"),
        (QueryState.CANCELLED, "Bytes scanned limit was exceeded", "fewer days"),
    ],
)
def test_a_query_without_result_says_why(state: QueryState, told: str, words: str) -> None:
    body = holding(state, told).query("GET", f"/query/{ID}").body
    assert (body["state"], body["rows"]) == (state.value, [])
    assert words in body["reason"]


def test_a_query_that_runs_too_long_is_cancelled_when_somebody_asks() -> None:
    api = ApiServices(athena=MemoryAthena({ID: status(QueryState.RUNNING, submitted_at=NOW - TIME_LIMIT - SECOND)}))
    body = api.query("GET", f"/query/{ID}").body
    assert (body["state"], api.athena.queries[ID].reason) == ("CANCELLED", "stopping")
    assert "ran longer than 60 s" in body["reason"]


def test_it_may_run_for_as_long_as_it_may() -> None:
    api = ApiServices(athena=MemoryAthena({ID: status(QueryState.RUNNING, submitted_at=NOW - TIME_LIMIT)}))
    assert api.query("GET", f"/query/{ID}").body["state"] == "RUNNING"
    assert api.athena.queries[ID].reason == ""


def test_it_says_afterwards_too_that_it_ran_too_long() -> None:
    submitted = NOW - timedelta(hours=1)
    moments = {"submitted_at": submitted, "ended_at": submitted + TIME_LIMIT + SECOND}
    api = ApiServices(athena=MemoryAthena({ID: status(QueryState.CANCELLED, "Query was cancelled by user", **moments)}))
    assert "ran longer than 60 s" in api.query("GET", f"/query/{ID}").body["reason"]


def test_a_query_is_cancelled() -> None:
    api = holding(QueryState.RUNNING)
    reply = api.query("DELETE", f"/query/{ID}")
    assert (reply.status, reply.body["state"], reply.body["reason"]) == (200, "CANCELLED", "the query was cancelled")
    assert api.athena.queries[ID].reason == "stopping"


def test_a_query_that_is_over_stays_as_it_is() -> None:
    api = holding(QueryState.SUCCEEDED)
    body = api.query("DELETE", f"/query/{ID}").body
    assert (body["state"], body["rows"], api.athena.queries[ID].reason) == ("SUCCEEDED", [], "")


@pytest.mark.parametrize("method", ["GET", "DELETE"])
@pytest.mark.parametrize("query_id", [ID[:-1] + "0", ID.upper(), "x", "%00", "..", "%2F"])
def test_an_unknown_query_is_404(method: str, query_id: str) -> None:
    reply = holding(QueryState.RUNNING).query(method, f"/query/{query_id}")
    assert (reply.status, reply.body["code"]) == (404, "unknown_query")


def test_a_query_of_another_workgroup_is_unknown() -> None:
    reply = ApiServices(athena=MemoryAthena(refuses=refusal("AccessDeniedException"))).query("GET", f"/query/{ID}")
    assert (reply.status, reply.body["code"]) == (404, "unknown_query")


def test_a_result_that_is_not_kept_any_more_is_said_to_be_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    api = holding(QueryState.SUCCEEDED)

    def gone(*_arguments: object) -> QueryRows:
        raise refusal("InvalidRequestException", "Could not find results")

    monkeypatch.setattr(api.athena, "rows", gone)
    reply = api.query("GET", f"/query/{ID}")
    assert (reply.status, reply.body["code"]) == (404, "result_gone")


@pytest.mark.parametrize("query", ["limit=501", "limit=0", "limits=1"])
def test_parameters_are_checked_as_everywhere(query: str) -> None:
    assert holding(QueryState.SUCCEEDED).query("GET", f"/query/{ID}", query=query).status == 400
