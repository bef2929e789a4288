from __future__ import annotations

import json

import pytest
from botocore.exceptions import ClientError

from tests.doubles.api_services import ANOMALY, ApiServices

PATH = f"/anomalies/{ANOMALY.event_id}/acknowledgement"
NOW_TEXT = "2026-11-20T15:00:30.000Z"


def body(by: object = "Ada") -> str:
    return json.dumps({"by": by})


def test_who_knows_is_noted_and_shown_with_the_anomaly() -> None:
    api = ApiServices(anomalies=[ANOMALY])
    reply = api.query("POST", PATH, body(" Ada "))
    assert (reply.status, reply.headers["cache-control"]) == (200, "no-store")
    known = {"event_id": ANOMALY.event_id, "acknowledged_at": NOW_TEXT, "acknowledged_by": "Ada"}
    assert reply.body == known
    assert api.get("/anomalies").body["anomalies"][0].items() >= known.items()


def test_the_first_who_says_so_is_kept() -> None:
    api = ApiServices(anomalies=[ANOMALY])
    api.query("POST", PATH, body())
    assert api.query("POST", PATH, body("Bob")).body["acknowledged_by"] == "Ada"


def test_nobody_acknowledges_without_the_token() -> None:
    api = ApiServices(anomalies=[ANOMALY])
    reply = api.get(PATH, method="POST", body=body())
    assert (reply.status, reply.body["code"]) == (401, "unauthorized")
    assert api.anomalies == [ANOMALY]
    assert ApiServices(anomalies=[ANOMALY], has_sql=False).query("POST", PATH, body()).status == 404


@pytest.mark.parametrize("event_id", ["c" * 32, "c", "%00", "C" * 32])
def test_an_anomaly_that_is_not_there(event_id: str) -> None:
    reply = ApiServices(anomalies=[ANOMALY]).query("POST", f"/anomalies/{event_id}/acknowledgement", body())
    assert (reply.status, reply.body["code"]) == (404, "unknown_anomaly")


@pytest.mark.parametrize("text", ["", "x", "[]", "{}", body(7), body(""), body("  "), body("a\nb"), body("a" * 61)])
def test_a_body_without_a_name_is_refused(text: str) -> None:
    api = ApiServices(anomalies=[ANOMALY])
    reply = api.query("POST", PATH, text)
    assert (reply.status, reply.body["code"]) == (400, "invalid_body")
    assert api.anomalies == [ANOMALY]


def test_a_name_of_any_script_and_of_full_length() -> None:
    for name in ("\u00c5sa \u0141", "a" * 60):
        assert ApiServices(anomalies=[ANOMALY]).query("POST", PATH, body(name)).body["acknowledged_by"] == name


def test_other_methods_are_named() -> None:
    assert ApiServices(anomalies=[ANOMALY]).query("GET", PATH).headers["allow"] == "POST, OPTIONS"


def test_a_table_that_fails_is_no_fault_of_the_client() -> None:
    failure = ClientError({"Error": {"Code": "ThrottlingException"}}, "UpdateItem")
    assert ApiServices(anomalies=[ANOMALY], failure=failure).query("POST", PATH, body()).status == 503
