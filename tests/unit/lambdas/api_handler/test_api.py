from __future__ import annotations

import json
import string

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from hypothesis import given
from hypothesis import strategies as st

from lambdas.api_handler.validators import etag_of
from lambdas.shared.errors import DependencyError
from tests.doubles.api_services import ANOMALY, CANDLE, PRICE, ApiReply, ApiServices

FULL = ApiServices(prices=[PRICE], candles=[CANDLE], anomalies=[ANOMALY])
TABLE_PATHS = ("/prices", "/prices/AAPL", "/candles/AAPL", "/anomalies", "/stats", "/feeds")
PATHS = (*TABLE_PATHS, "/query/ready-made")
MEMBERS = {
    "/prices": {"feed", "prices"},
    "/prices/AAPL": {"feed", "symbol", "prices", "count"},
    "/candles/AAPL": {"feed", "symbol", "candles", "count"},
    "/anomalies": {"anomalies", "count"},
    "/query/ready-made": {"queries", "count"},
    "/feeds": {"feeds", "count"},
    "/stats": {
        "feed",
        "events_last_hour",
        "anomalies_24h",
        "symbols_tracked",
        "latest_prices",
        "pipeline_status",
        "requests",
    },
}
THROTTLED = ClientError(
    {"Error": {"Code": "ProvisionedThroughputExceededException", "Message": "slow down, finpulse-live-prices"}}, "Query"
)

NUMBERS = st.integers(-10, 600).map(str) | st.sampled_from(
    ["", "live", "calm.1", "%35", "+1", "1.0", "\N{ARABIC-INDIC DIGIT FIVE}", "%D9%A5", "9" * 400, "%", "\0"]
)
NAMES = st.sampled_from(["hours", "limit", "feed", "hour", "limit[]", "", "%6cimit"]) | st.text(max_size=5)
QUERIES = st.lists(st.tuples(NAMES, NUMBERS | st.text(max_size=8)), max_size=4).map(
    lambda pairs: "&".join(f"{name}={value}" for name, value in pairs)
)
SEGMENTS = (
    st.text(string.printable, max_size=20) | st.text(max_size=20) | st.sampled_from(["AAPL", "%41APL", "..", "%2F"])
)
ANY_PATH = st.sampled_from(PATHS) | st.builds(
    "/{}/{}".format, st.sampled_from(["prices", "candles", "stats", "feeds"]), SEGMENTS
)


def is_error(reply: ApiReply) -> bool:
    body = reply.body
    return set(body) == {"error", "code"} and all(isinstance(text, str) and text for text in body.values())


@pytest.mark.parametrize("path", PATHS)
def test_every_route_answers_json_that_is_asked_for_again(path: str) -> None:
    reply = FULL.get(path)
    assert (reply.status, set(reply.body)) == (200, MEMBERS[path])
    assert reply.headers == {
        "content-type": "application/json",
        "cache-control": "no-cache",
        "etag": etag_of(reply.raw["body"]),
    }
    assert reply.raw["isBase64Encoded"] is False


def test_a_named_stage_is_no_part_of_the_path() -> None:
    assert FULL.get("/v1/prices", stage="v1").status == 200


@pytest.mark.parametrize(
    ("path", "query", "status", "code"),
    [
        ("/nothing", "", 404, "unknown_route"),
        ("/", "", 404, "unknown_route"),
        ("/prices/aapl", "", 400, "invalid_symbol"),
        ("/candles/A%2FB", "", 400, "invalid_symbol"),
        ("/prices/NOPE", "", 404, "unknown_symbol"),
        ("/prices/NOPE", "limit=0", 400, "invalid_parameter"),
        ("/anomalies", "limit=501", 400, "invalid_parameter"),
        ("/anomalies", "hours=1", 400, "unknown_parameter"),
        ("/candles/AAPL", "limit=1&limit=2", 400, "repeated_parameter"),
        ("/candles/AAPL", "feed=calm", 400, "invalid_feed"),
        ("/prices", "feed=", 400, "invalid_feed"),
        ("/prices", "feed=LIVE", 400, "invalid_feed"),
        ("/stats", "feed=a%40b.1", 400, "invalid_feed"),
        ("/anomalies", "feed=live&feed=live", 400, "repeated_parameter"),
        ("/feeds", "feed=live", 400, "unknown_parameter"),
        ("/candles/AAPL", "feed=calm.1", 404, "unknown_symbol"),
    ],
)
def test_what_a_client_gets_wrong_is_named(path: str, query: str, status: int, code: str) -> None:
    reply = FULL.get(path, query)
    assert (reply.status, reply.body["code"]) == (status, code)
    assert is_error(reply)
    assert reply.headers == {"content-type": "application/json", "cache-control": "no-store"}


def test_another_method_is_told_the_right_one() -> None:
    reply = FULL.get("/prices", method="POST")
    assert (reply.status, reply.body["code"], reply.headers["allow"]) == (405, "method_not_allowed", "GET, OPTIONS")


@pytest.mark.parametrize("path", [*PATHS, "/nothing", "/prices/aapl"])
def test_options_are_answered_everywhere_so_that_a_preflight_passes(path: str) -> None:
    reply = ApiServices(failure=ZeroDivisionError()).get(path, method="OPTIONS")
    assert (reply.status, reply.raw["body"]) == (204, "")
    assert reply.headers == {"allow": "GET, OPTIONS", "cache-control": "no-store"}


@given(path=ANY_PATH, query=QUERIES, method=st.sampled_from(["GET", "GET", "GET", "POST", "BREW"]))
def test_nothing_a_client_sends_is_the_servers_fault(path: str, query: str, method: str) -> None:
    reply = FULL.get(path, query, method)
    if reply.status == 200:
        assert set(reply.body) in MEMBERS.values()
        assert reply.body.get("count", 0) <= 500
    else:
        assert reply.status in (400, 404, 405)
        assert is_error(reply)


@pytest.mark.parametrize("path", TABLE_PATHS)
@pytest.mark.parametrize(
    "failure", [THROTTLED, EndpointConnectionError(endpoint_url="http://db.internal:8000"), DependencyError("internal")]
)
def test_a_failing_table_is_503_without_internals(
    path: str, failure: Exception, capsys: pytest.CaptureFixture[str]
) -> None:
    reply = ApiServices(failure=failure).get(path)
    assert reply.status == 503
    assert reply.body == {"error": "the service cannot answer right now, try again", "code": "unavailable"}
    line = json.loads(capsys.readouterr().out)
    assert line == {
        "level": "ERROR",
        "message": "a dependency failed",
        "error": type(failure).__name__,
        "reason": str(failure),
        "path": path,
        "request_id": "JKJaXmPLvHcESHA=",
    }


def test_a_refusal_is_not_logged(capsys: pytest.CaptureFixture[str]) -> None:
    FULL.get("/prices", "limit=5")
    assert capsys.readouterr().out == ""


def test_a_defect_is_raised_and_not_dressed_up() -> None:
    with pytest.raises(ZeroDivisionError):
        ApiServices(failure=ZeroDivisionError()).get("/prices")
